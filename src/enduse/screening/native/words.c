/* The words that a reader knows: their neighbours by spelling, and by any key that the caller computed for both. */
#include "near.h"

#include <stdlib.h>
#include <string.h>

#define AT_ONCE 8 /* words whose neighbours are looked up together */
#define MOST_INITIALS 4

int make_room(Nears *nears, uint32_t more)
{
    if (nears->count + more <= nears->room) return 0;
    uint32_t room = 2 * (nears->count + more);
    Near *near = realloc(nears->near, room * sizeof *near);
    if (!near) return -1;
    nears->near = near;
    nears->room = room;
    return 0;
}

/* Add a word as a neighbour, or to one that it is already. */
static void add_near(const Segment *s, Nears *nears, uint32_t word, uint32_t likeness)
{
    Met *met = find_met(nears, word);
    if (met->near) {
        Near *near = nears->near + met->near - 1;
        if (likeness > near->likeness) near->likeness = (uint16_t)likeness;
        return;
    }
    put_near(nears, word, likeness);
    *met = (Met){word + 1, nears->count};
    __builtin_prefetch(s->word_cell + word);
}

#define ACROSS 0x200 /* of a key's likeness: just one of the words must be foreign */
#define VOWELS_OUT 0x400 /* and leave out vowels that the other has, for it to count in full */
#define ONLY_SO 0x800    /* or to count at all */

/* Add the words that share a key, at the likeness that such words have; only of the other kind of script if `across`. */
static int near_by_key(const Asker *asker, uint64_t hash, uint16_t likeness, uint32_t foreign, uint32_t vowels, Nears *nears)
{
    const Segment *s = &asker->segment;
    const int across = (likeness & ACROSS) != 0;
    uint32_t place = place_of(hash, s->key_shift), start = s->key_at[place], end = s->key_at[place + 1];
    if (end > s->key_count) end = s->key_count;
    if (start >= end) return 0;
    if (make_room(nears, end - start)) return -1;
    for (uint32_t e = start; e < end; e++) {
        uint32_t word = s->key_entry[e].word, print = s->key_entry[e].print;
        if ((print ^ (uint32_t)hash) & ~TOLD_OF_WORD || word >= s->words) continue;
        if (across && (print & FOREIGN) == foreign) continue;
        uint32_t alike = likeness & 0x1FF;
        if (likeness & VOWELS_OUT) {
            uint32_t others = (print & TOLD_OF_WORD) >> VOWELS_AT;
            const int is_written = foreign ? vowels >= others : others >= vowels;
            if (is_written && likeness & ONLY_SO) continue;
            if (is_written) alike = alike * 3 / 4;
        }
        add_near(s, nears, word, alike);
    }
    return 0;
}

uint32_t same_words(const Asker *asker, const uint8_t *text, uint32_t length, uint32_t *word, uint32_t room)
{
    const Segment *s = &asker->segment;
    uint64_t hash = hash_letters(text, length), packed = pack_letters(text, length);
    uint32_t place = place_of(hash, s->spell_shift), end = s->spell_at[place + 1], count = 0;
    if (end > s->spell_count) end = s->spell_count;
    for (uint32_t e = s->spell_at[place]; e < end && count < room; e++) {
        uint32_t found = s->spell_entry[e] & 0xFFFFFF;
        if (s->spell_entry[e] >> 24 != (hash & 0xFF) || found >= s->words) continue;
        if (is_spelled(s, found, packed, text, length)) word[count++] = found;
    }
    return count;
}

/* Add the initial that a word may be written as, where the segment has it as a word. */
static int near_initial(const Asker *asker, const uint8_t *text, uint32_t length, Nears *nears)
{
    uint32_t initial[MOST_INITIALS];
    if (length < 2 || text[0] < 'a') return 0;
    uint32_t found = same_words(asker, text, 1, initial, MOST_INITIALS);
    if (make_room(nears, found)) return -1;
    for (uint32_t i = 0; i < found; i++) add_near(&asker->segment, nears, initial[i], INITIAL);
    return 0;
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

/* Tell whether more is remembered than so many words or neighbours of words. */
API int en_full(const Asker *asker, uint32_t words, uint32_t nears) { return asker->slots > words || asker->nears > nears; }

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

/* Remember neighbours, those nearly the same first. */
static int keep_near(Asker *asker, const Near *near, uint32_t count)
{
    while (asker->nears + count > asker->near_room) {
        uint32_t room = asker->near_room * 2;
        Near *all = realloc(asker->near, room * sizeof *all);
        if (!all) return -1;
        asker->near = all;
        asker->near_room = room;
    }
    for (uint32_t i = 0; i < count; i++)
        if (near[i].likeness >= NEARLY_SAME) asker->near[asker->nears++] = near[i];
    for (uint32_t i = 0; i < count; i++)
        if (near[i].likeness < NEARLY_SAME) asker->near[asker->nears++] = near[i];
    return 0;
}

/* Say of the neighbours what their words' cells do, and sum up what they give. */
static void weigh_near(const Segment *s, Nears *nears, Slot *slot)
{
    uint64_t postings = 0;
    if (slot->is_initial) { /* it answers any word that begins so */
        slot->gain = slot->weight * WHOLE;
        slot->most = slot->weight;
    }
    for (uint32_t i = 0; i < nears->count; i++) {
        Near *near = nears->near + i;
        const Cell *cell = s->word_cell + near->word;
        near->posts = cell->posts;
        near->weight = cell->weight;
        near->lightest = cell->lightest;
        int32_t weight = near->weight < slot->weight ? near->weight : slot->weight, gain = weight * near->likeness;
        if (gain > slot->gain) slot->gain = gain;
        if (weight > slot->most) slot->most = weight;
        postings += many_of(cell->many);
    }
    slot->postings = postings > UINT32_MAX ? UINT32_MAX : (uint32_t)postings;
}

typedef struct { const uint32_t *end; const uint64_t *hash; const uint16_t *likeness; } Keys;

/* Note the words that may stand for a part of a word. */
static void note_parts(const Asker *asker, Slot *slot, const uint8_t *text, uint32_t length)
{
    if (slot->parts > MOST_PARTS) return;
    uint32_t found = same_words(asker, text, length, slot->part + slot->parts, MOST_PARTS - slot->parts);
    slot->parts += found;
    if (slot->parts == MOST_PARTS) slot->parts = MOST_PARTS + 1; /* there may be more */
}

/* Note where the forms stand that may write a word apart, and as what. */
static void note_apart(const Asker *asker, Slot *slot)
{
    const Segment *s = &asker->segment;
    uint64_t hash = hash_letters(slot->text, slot->length);
    uint32_t place = place_of(hash, s->join_shift), at = s->join_at[place], end = s->join_at[place + 1];
    if (end > s->join_count) end = s->join_count;
    while (at < end && (s->join_entry[at].high ^ hash) & PRINT_MASK) at++;
    if (slot->length < 3 || at >= end) return;
    slot->join_at = at;
    slot->join_end = end;
    for (uint32_t i = 1; i < slot->length; i++) {
        uint32_t word[1];
        if (!same_words(asker, slot->text, i, word, 1) || !same_words(asker, slot->text + i, slot->length - i, word, 1))
            continue;
        note_parts(asker, slot, slot->text, i);
        note_parts(asker, slot, slot->text + i, slot->length - i);
    }
}

/* Remember a word with its neighbours. */
static int keep_slot(Asker *asker, const uint8_t *text, uint32_t length, uint8_t weight, uint8_t flags, Nears *nears)
{
    if (grow(asker)) return -1;
    Slot *slot = asker->slot + asker->slots;
    memset(slot, 0, sizeof *slot);
    slot->hash = slot_hash(text, length, flags & FOREIGN);
    memcpy(slot->text, text, length);
    slot->length = (uint8_t)length;
    slot->weight = weight;
    slot->is_foreign = flags & FOREIGN;
    slot->is_initial = length == 1 && !(flags & DIGITS);
    slot->near_at = asker->nears;
    slot->near_count = nears->count;
    weigh_near(&asker->segment, nears, slot);
    note_apart(asker, slot);
    if (keep_near(asker, nears->near, nears->count)) return -1;
    uint32_t place = (uint32_t)slot->hash & (asker->places - 1);
    while (asker->place[place]) place = (place + 1) & (asker->places - 1);
    asker->place[place] = ++asker->slots;
    return 0;
}

/* Words to be learnt, as columns; see en_learn. */
typedef struct { const uint32_t *end; const uint8_t *text, *weight, *flags; Keys keys[2]; } Lesson;

/* Ask memory for the places of a word's keys. */
static void seek_keys(const Segment *s, const Lesson *lesson, uint32_t word)
{
    for (int list = 0; list < 2; list++)
        for (uint32_t k = word ? lesson->keys[list].end[word - 1] : 0; k < lesson->keys[list].end[word]; k++)
            __builtin_prefetch(s->key_at + place_of(lesson->keys[list].hash[k], s->key_shift));
}

/* Ask memory for what stands in those places, and return how much it is, initials included. */
static uint32_t open_keys(const Segment *s, const Lesson *lesson, uint32_t word)
{
    uint32_t entries = MOST_INITIALS;
    for (int list = 0; list < 2; list++)
        for (uint32_t k = word ? lesson->keys[list].end[word - 1] : 0; k < lesson->keys[list].end[word]; k++) {
            uint32_t place = place_of(lesson->keys[list].hash[k], s->key_shift), start = s->key_at[place];
            uint32_t end = s->key_at[place + 1] < s->key_count ? s->key_at[place + 1] : s->key_count;
            if (start >= end) continue;
            entries += end - start;
            __builtin_prefetch(s->key_entry + start);
        }
    return entries;
}

static int learn_word(Asker *asker, const Lesson *lesson, uint32_t word, Wanted *wanted, Nears *nears)
{
    uint32_t foreign = lesson->flags[word] & FOREIGN;
    if (find_slot(asker, wanted->text, wanted->length, (int)foreign)) return 0;
    const uint32_t vowels = count_vowels(pack_letters(wanted->text, wanted->length));
    nears->count = 0;
    if (keep_near_words(asker, wanted, nears)) return -1;
    for (int list = 0; list < 2; list++) {
        const Keys *keys = lesson->keys + list;
        for (uint32_t k = word ? keys->end[word - 1] : 0; k < keys->end[word]; k++)
            if (near_by_key(asker, keys->hash[k], keys->likeness[k], foreign, vowels, nears)) return -1;
    }
    if (near_initial(asker, wanted->text, wanted->length, nears)) return -1;
    return keep_slot(asker, wanted->text, wanted->length, lesson->weight[word], lesson->flags[word], nears);
}

/* Learn some words: their numbers in the lesson and room for looking them up. */
static int learn_some(Asker *asker, const Lesson *lesson, const uint32_t *word, uint32_t words, Wanted *wanted, Nears *nears)
{
    for (uint32_t i = 0; i < words; i++) {
        uint32_t start = word[i] ? lesson->end[word[i] - 1] : 0, digits = lesson->flags[word[i]] & DIGITS;
        want_word(asker, wanted + i, lesson->text + start, lesson->end[word[i]] - start, digits ? 0 : 2);
        seek_keys(&asker->segment, lesson, word[i]);
        uint64_t hash = hash_letters(wanted[i].text, wanted[i].length);
        __builtin_prefetch(asker->segment.join_at + place_of(hash, asker->segment.join_shift));
    }
    for (uint32_t i = 0; i < words; i++) {
        open_places(asker, wanted + i);
        wanted[i].keyed = open_keys(&asker->segment, lesson, word[i]);
        const Segment *s = &asker->segment;
        uint32_t joins = s->join_at[place_of(hash_letters(wanted[i].text, wanted[i].length), s->join_shift)];
        if (joins < s->join_count) __builtin_prefetch(s->join_entry + joins);
    }
    for (uint32_t i = 0; i < words; i++)
        if (list_words(asker, wanted + i)) return -1;
    for (uint32_t i = 0; i < words; i++)
        if (learn_word(asker, lesson, word[i], wanted + i, nears)) return -1;
    return 0;
}

/* Learn words: `end` is where each ends in `text`, `flags` FOREIGN and DIGITS. Each has keys in two lists, in each those
 * up to `key_end[i]`: a hash, the likeness of words that share it, and whether just one of them must be foreign for
 * it to count. Returns 0, or -1 where memory ran out. */
API int en_learn(Asker *asker, uint32_t words, const uint32_t *end, const uint8_t *text, const uint8_t *weight,
                 const uint8_t *flags, const uint32_t *key_end, const uint64_t *key, const uint16_t *key_likeness,
                 const uint32_t *more_end, const uint64_t *more, const uint16_t *more_likeness)
{
    const Lesson lesson = {end, text, weight, flags, {{key_end, key, key_likeness}, {more_end, more, more_likeness}}};
    Wanted *wanted = calloc(AT_ONCE, sizeof *wanted);
    Nears nears = {0};
    uint32_t some[AT_ONCE], count = 0;
    int code = wanted ? 0 : -1;
    for (uint32_t i = 0; i < words && !code; i++) {
        uint32_t start = i ? end[i - 1] : 0, length = end[i] - start;
        if (length && length <= MOST_LETTERS && !find_slot(asker, text + start, length, flags[i] & FOREIGN))
            some[count++] = i;
        if (count == AT_ONCE || i + 1 == words) {
            code = learn_some(asker, &lesson, some, count, wanted, &nears);
            count = 0;
        }
    }
    for (uint32_t i = 0; wanted && i < AT_ONCE; i++) free(wanted[i].word);
    free(wanted);
    free(nears.near);
    free(nears.met);
    return code;
}
