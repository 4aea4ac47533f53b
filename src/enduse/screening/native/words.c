/* The words near a word: by spelling, and by any key that the caller computed for both. */
#include "asker.h"

#include <stdlib.h>
#include <string.h>

#define MOST_SEEN 4096 /* places of the table that tells which words were met before; a word has some hundred at most */

/* Count edits (a letter more, less or another, or two neighbours swapped), by the bit-parallel method of Hyyro (2003).
 * `where` holds for every letter the places it has in `left`. Words have at most 48 letters. */
static uint32_t count_edits(const uint64_t *where, uint32_t left, const uint8_t *right, uint32_t length)
{
    uint64_t plus = ~(uint64_t)0, minus = 0, same = 0, before = 0, last = (uint64_t)1 << (left - 1);
    uint32_t edits = left;
    for (uint32_t i = 0; i < length; i++) {
        uint64_t at = where[right[i]];
        uint64_t swapped = (((~same) & at) << 1) & before;
        same = (((at & plus) + plus) ^ plus) | at | minus | swapped;
        uint64_t up = minus | ~(same | plus), down = plus & same;
        edits += (up & last) != 0;
        edits -= (down & last) != 0;
        up = up << 1 | 1;
        down <<= 1;
        plus = down | ~(same | up);
        minus = up & same;
        before = at;
    }
    return edits;
}

static uint32_t edits_allowed(uint32_t left, uint32_t right)
{
    uint32_t longest = left > right ? left : right;
    return longest >= TWO_EDITS_FROM ? 2 : longest >= ONE_EDIT_FROM ? 1 : 0;
}

#define MOST_PROBES (2 + MOST_LETTERS + MOST_LETTERS * MOST_LETTERS / 2)

typedef struct { uint64_t hash[MOST_PROBES]; uint32_t count; } Probes;

static void note_hash(void *to, uint64_t hash)
{
    Probes *probes = to;
    if (probes->count < MOST_PROBES) probes->hash[probes->count++] = hash;
}

static int by_word(const void *a, const void *b)
{
    uint32_t left = ((const Near *)a)->word, right = ((const Near *)b)->word;
    return (left > right) - (left < right);
}

static int is_new(uint32_t *seen, uint32_t word)
{
    uint32_t place = (word * 0x9E3779B1u) >> 20;
    for (uint32_t tries = 0; tries < MOST_SEEN / 2; tries++) {
        if (seen[place] == word + 1) return 0;
        if (!seen[place]) {
            seen[place] = word + 1;
            return 1;
        }
        place = (place + 1) & (MOST_SEEN - 1);
    }
    return 1; /* full: it may be met twice, which the caller's sorting mends */
}

static uint32_t put_near(Near *near, uint32_t count, uint32_t room, uint32_t word, uint32_t likeness)
{
    if (count < room) {
        near[count].word = word;
        near[count].likeness = (uint16_t)likeness;
        count++;
    }
    return count;
}

uint32_t near_words(const Asker *asker, const uint8_t *text, uint32_t length, uint32_t within, Near *near, uint32_t room)
{
    const Segment *s = &asker->segment;
    uint64_t where[256] = {0};
    uint32_t seen[MOST_SEEN];
    Probes probes;
    uint32_t count = 0;
    if (!length || length > MOST_LETTERS) return 0;
    probes.count = 0;
    hash_neighbours(text, length, within > 1 ? deepest_of(length, 0) : (int)within, note_hash, &probes);
    for (uint32_t i = 0; i < probes.count; i++)
        __builtin_prefetch(s->spell_at + place_of(probes.hash[i], s->spell_shift));
    memset(seen, 0, sizeof seen);
    for (uint32_t i = 0; i < length; i++) where[text[i]] |= (uint64_t)1 << i;
    for (uint32_t i = 0; i < probes.count; i++) {
        if (i + 8 < probes.count) {
            uint32_t next = s->spell_at[place_of(probes.hash[i + 8], s->spell_shift)];
            if (next < s->spell_count) __builtin_prefetch(s->spell_entry + next);
        }
        uint32_t place = place_of(probes.hash[i], s->spell_shift);
        uint32_t end = s->spell_at[place + 1];
        if (end > s->spell_count) end = s->spell_count;
        for (uint32_t e = s->spell_at[place]; e < end; e++) {
            uint32_t word = s->spell_entry[e] & 0xFFFFFF;
            if (s->spell_entry[e] >> 24 != (probes.hash[i] & 0xFF) || word >= s->words || !is_new(seen, word)) continue;
            uint32_t start = s->word_at[word], far = s->word_at[word + 1];
            if (far > s->text_length || start >= far || far - start > MOST_LETTERS) continue;
            uint32_t other = far - start, most = edits_allowed(length, other), longest = length > other ? length : other;
            if (longest - (length < other ? length : other) > most) continue;
            if (most > within) most = within;
            if (s->word_flags[word] & DIGITS) most = 0;
            uint32_t edits = count_edits(where, length, s->word_text + start, other);
            if (edits <= most) count = put_near(near, count, room, word, WHOLE - (WHOLE * edits + longest - 1) / longest);
        }
    }
    qsort(near, count, sizeof *near, by_word);
    return count;
}

/* Add the words that share a key, at the likeness that such words have; only of the other kind of script if `across`. */
static uint32_t near_by_key(const Asker *asker, uint64_t hash, uint16_t likeness, uint32_t foreign, Near *near,
                            uint32_t count, uint32_t room)
{
    const Segment *s = &asker->segment;
    const int across = (likeness & 0x200) != 0;
    uint32_t place = place_of(hash, s->key_shift), end = s->key_at[place + 1];
    if (end > s->key_count) end = s->key_count;
    for (uint32_t e = s->key_at[place]; e < end; e++) {
        uint32_t word = s->key_entry[e].word;
        if (s->key_entry[e].print != (uint32_t)hash || word >= s->words) continue;
        if (across && (s->word_flags[word] & FOREIGN) == foreign) continue;
        count = put_near(near, count, room, word, likeness & 0x1FF);
    }
    return count;
}

uint32_t same_words(const Asker *asker, const uint8_t *text, uint32_t length, uint32_t *word, uint32_t room)
{
    const Segment *s = &asker->segment;
    uint64_t hash = hash_letters(text, length);
    uint32_t place = place_of(hash, s->spell_shift), end = s->spell_at[place + 1], count = 0;
    if (end > s->spell_count) end = s->spell_count;
    for (uint32_t e = s->spell_at[place]; e < end && count < room; e++) {
        uint32_t found = s->spell_entry[e] & 0xFFFFFF;
        if (s->spell_entry[e] >> 24 != (hash & 0xFF) || found >= s->words) continue;
        uint32_t start = s->word_at[found], far = s->word_at[found + 1];
        if (far > s->text_length || far < start || far - start != length) continue;
        if (!memcmp(s->word_text + start, text, length)) word[count++] = found;
    }
    return count;
}

/* Add the initial that a word may be written as, where the segment has it as a word. */
static uint32_t near_initial(const Asker *asker, const uint8_t *text, uint32_t length, Near *near, uint32_t count,
                             uint32_t room)
{
    uint32_t initial[4];
    if (length < 2 || text[0] < 'a') return count;
    uint32_t found = same_words(asker, text, 1, initial, 4);
    for (uint32_t i = 0; i < found; i++) count = put_near(near, count, room, initial[i], INITIAL);
    return count;
}

/* Sort by word and keep the best likeness of each. */
static uint32_t join_near(Near *near, uint32_t count)
{
    uint32_t kept = 0;
    qsort(near, count, sizeof *near, by_word);
    for (uint32_t i = 0; i < count; i++) {
        if (kept && near[kept - 1].word == near[i].word) {
            if (near[i].likeness > near[kept - 1].likeness) near[kept - 1].likeness = near[i].likeness;
        } else near[kept++] = near[i];
    }
    return kept;
}

static uint64_t slot_hash(const uint8_t *text, uint32_t length, int is_foreign)
{
    return hash_letters(text, length) ^ (is_foreign ? 0x5555555555555555u : 0);
}

Slot *find_slot(const Asker *asker, const uint8_t *text, uint32_t length, int is_foreign)
{
    uint64_t hash = slot_hash(text, length, is_foreign);
    for (uint32_t place = (uint32_t)hash & (asker->places - 1); asker->place[place];
         place = (place + 1) & (asker->places - 1)) {
        Slot *slot = asker->slot + asker->place[place] - 1;
        if (slot->hash == hash && slot->length == length && !memcmp(slot->text, text, length)) return slot;
    }
    return NULL;
}

API void en_forget(Asker *asker)
{
    asker->slots = asker->nears = 0;
    memset(asker->place, 0, asker->places * sizeof *asker->place);
}

API uint32_t en_known(const Asker *asker) { return asker->slots; }

static int grow(Asker *asker)
{
    if (asker->slots == asker->slot_room) {
        uint32_t room = asker->slot_room * 2;
        Slot *slot = realloc(asker->slot, room * sizeof *slot);
        if (!slot) return -1;
        asker->slot = slot;
        asker->slot_room = room;
    }
    if (asker->slots * 2 >= asker->places) {
        uint32_t places = asker->places * 2;
        uint32_t *place = calloc(places, sizeof *place);
        if (!place) return -1;
        for (uint32_t i = 0; i < asker->slots; i++) {
            uint32_t at = (uint32_t)asker->slot[i].hash & (places - 1);
            while (place[at]) at = (at + 1) & (places - 1);
            place[at] = i + 1;
        }
        free(asker->place);
        asker->place = place;
        asker->places = places;
    }
    return 0;
}

static int keep_near(Asker *asker, const Near *near, uint32_t count)
{
    while (asker->nears + count > asker->near_room) {
        uint32_t room = asker->near_room * 2;
        Near *all = realloc(asker->near, room * sizeof *all);
        if (!all) return -1;
        asker->near = all;
        asker->near_room = room;
    }
    memcpy(asker->near + asker->nears, near, count * sizeof *near);
    asker->nears += count;
    return 0;
}

static void sum_up_slot(Asker *asker, Slot *slot)
{
    const Segment *s = &asker->segment;
    uint64_t postings = 0;
    if (slot->is_initial) { /* it answers any word that begins so */
        slot->gain = slot->weight * WHOLE;
        slot->most = slot->weight;
    }
    for (uint32_t i = 0; i < slot->near_count; i++) {
        Near *near = asker->near + slot->near_at + i;
        near->weight = s->word_weight[near->word];
        int32_t weight = near->weight < slot->weight ? near->weight : slot->weight, gain = weight * near->likeness;
        if (gain > slot->gain) slot->gain = gain;
        if (weight > slot->most) slot->most = weight;
        postings += s->post_at[near->word + 1] - s->post_at[near->word];
    }
    slot->postings = postings > UINT32_MAX ? UINT32_MAX : (uint32_t)postings;
}

typedef struct { const uint32_t *end; const uint64_t *hash; const uint16_t *likeness; } Keys;

/* Learn words: `end` is where each ends in `text`, `flags` FOREIGN and DIGITS. Each has keys in two lists, in each those
 * up to `key_end[i]`: a hash, the likeness of words that share it, and whether just one of them must be foreign for
 * it to count. Returns 0, or -1 where memory ran out. */
API int en_learn(Asker *asker, uint32_t words, const uint32_t *end, const uint8_t *text, const uint8_t *weight,
                 const uint8_t *flags, const uint32_t *key_end, const uint64_t *key, const uint16_t *key_likeness,
                 const uint32_t *more_end, const uint64_t *more, const uint16_t *more_likeness)
{
    const Keys lists[2] = {{key_end, key, key_likeness}, {more_end, more, more_likeness}};
    const Segment *s = &asker->segment;
    uint32_t room = s->words + s->key_count + 1, start = 0;
    if (room > 1u << 16) room = 1u << 16;
    Near *near = malloc(room * sizeof *near);
    if (!near) return -1;
    for (uint32_t i = 0; i < words; start = end[i++]) {
        uint32_t length = end[i] - start, count;
        if (!length || length > MOST_LETTERS || find_slot(asker, text + start, length, flags[i] & FOREIGN)) continue;
        count = near_words(asker, text + start, length, flags[i] & DIGITS ? 0 : 2, near, room);
        for (int list = 0; list < 2; list++)
            for (uint32_t k = i ? lists[list].end[i - 1] : 0; k < lists[list].end[i]; k++)
                count = near_by_key(asker, lists[list].hash[k], lists[list].likeness[k], flags[i] & FOREIGN, near, count,
                                    room);
        count = near_initial(asker, text + start, length, near, count, room);
        count = join_near(near, count);
        if (grow(asker) || keep_near(asker, near, count)) {
            free(near);
            return -1;
        }
        Slot *slot = asker->slot + asker->slots;
        memset(slot, 0, sizeof *slot);
        slot->hash = slot_hash(text + start, length, flags[i] & FOREIGN);
        memcpy(slot->text, text + start, length);
        slot->length = (uint8_t)length;
        slot->weight = weight[i];
        slot->is_foreign = flags[i] & FOREIGN;
        slot->is_initial = length == 1 && !(flags[i] & DIGITS);
        slot->near_at = asker->nears - count;
        slot->near_count = count;
        sum_up_slot(asker, slot);
        uint32_t place = (uint32_t)slot->hash & (asker->places - 1);
        while (asker->place[place]) place = (place + 1) & (asker->places - 1);
        asker->place[place] = ++asker->slots;
    }
    free(near);
    return 0;
}

/* Tell which words of some queries (lines of words; a line that begins with * is foreign) are not learnt: the start
 * and length of each, foreign ones with the highest bit of the length set. Each once, unless it comes up in
 * several lines. Returns how many there are, at most `most`. */
API uint32_t en_missing(const Asker *asker, const uint8_t *text, uint64_t length, uint32_t *start, uint32_t *size,
                        uint32_t most)
{
    uint32_t count = 0, at = 0;
    int is_foreign = 0;
    for (uint32_t i = 0; i <= length && count < most; i++) {
        if (i < length && text[i] > ' ' && text[i] != '*') continue;
        if (i > at && i - at <= MOST_LETTERS && !find_slot(asker, text + at, i - at, is_foreign)) {
            start[count] = at;
            size[count++] = (i - at) | (is_foreign ? 1u << 31 : 0);
        }
        if (i < length && text[i] == '*') is_foreign = 1;
        if (i < length && text[i] == '\n') is_foreign = 0;
        at = i + 1;
    }
    return count;
}
