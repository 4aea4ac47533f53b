/* The words near some words by spelling.
 *
 * Every step is done for several words before the next one is, and asks memory in one step for what the next one
 * reads: places of the table, its entries, the words that stand there. */
#include "near.h"

#include <stdlib.h>
#include <string.h>

/* The word that others are compared with: the places (in `where`) that each of its letters has in it. */
typedef struct { uint64_t where[32], packed; uint32_t length; } Compared;

/* Count edits (a letter more, less or another, or two neighbours swapped), by the bit-parallel method of Hyyro (2003).
 * Words have at most 48 letters; those of the other stand in `packed`, or in `text` if there are too many. */
static uint32_t count_edits(const Compared *left, uint64_t packed, const uint8_t *text, uint32_t length)
{
    uint64_t plus = ~(uint64_t)0, minus = 0, same = 0, before = 0, last = (uint64_t)1 << (left->length - 1);
    uint32_t edits = left->length;
    for (uint32_t i = 0; i < length; i++, packed >>= 5) {
        uint64_t at = left->where[(length > IN_CELL ? text[i] : packed) & 31];
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

/* Count the edits between two words of the same length, of which the letters stand in cells: those that have no more than
 * two are told by the letters that differ, unless some moved. Returns 3 for more than two. */
static uint32_t count_differing(const Compared *left, uint64_t packed, uint32_t length)
{
    uint64_t differ = left->packed ^ packed;
    differ = (differ | differ >> 1 | differ >> 2 | differ >> 3 | differ >> 4) & EACH_LETTER;
    if (!(differ & (differ - 1))) return differ != 0;
    uint32_t first = (uint32_t)__builtin_ctzll(differ), last = 63 - (uint32_t)__builtin_clzll(differ);
    uint64_t rest = differ & (differ - 1), among = ((uint64_t)1 << (last - first)) - 1;
    uint64_t mine = left->packed >> first, other = packed >> first;
    if (!(rest & (rest - 1))) /* two differ */
        return last - first == 5 && (mine & 31) == (other >> 5 & 31) && (mine >> 5 & 31) == (other & 31) ? 1 : 2;
    if (!((mine >> 5 ^ other) & among) || !((mine ^ other >> 5) & among)) return 2; /* a letter moved */
    rest &= rest - 1;
    rest &= rest - 1;
    return rest & (rest - 1) ? 3 : count_edits(left, packed, NULL, length);
}

/* Tell whether two neighbours were swapped with a letter put between them, or the other way round: two edits, which
 * `count_edits` takes for three since it edits no letters twice. Words of which one has a letter more. */
static int is_swapped_apart(const uint8_t *text, uint32_t length, uint64_t packed, const uint8_t *other, uint32_t others)
{
    uint8_t letter[MOST_LETTERS];
    for (uint32_t i = 0; i < others; i++, packed >>= 5) letter[i] = (other ? other[i] : packed) & 31;
    const uint8_t *longer = length > others ? text : letter, *shorter = length > others ? letter : text;
    uint32_t most = length > others ? length : others, at = 0, end = most;
    while (at + 1 < most && ((longer[at] ^ shorter[at]) & 31) == 0) at++;
    while (end > at && end > 1 && ((longer[end - 1] ^ shorter[end - 2]) & 31) == 0) end--;
    return end == at + 3 && ((longer[at] ^ shorter[at + 1]) & 31) == 0 && ((longer[at + 2] ^ shorter[at]) & 31) == 0;
}

static uint32_t edits_allowed(uint32_t left, uint32_t right)
{
    uint32_t longest = left > right ? left : right;
    return longest >= TWO_EDITS_FROM ? 2 : longest >= ONE_EDIT_FROM ? 1 : 0;
}

static void note_hash(void *to, uint64_t hash)
{
    Wanted *wanted = to;
    if (wanted->probes == MOST_PROBES) return;
    Probe *probe = wanted->probe + wanted->probes++;
    probe->place = place_of(hash, wanted->shift);
    probe->tag = (uint32_t)(hash & 0xFF);
    __builtin_prefetch(wanted->spell_at + probe->place);
}

void want_word(const Asker *asker, Wanted *wanted, const uint8_t *text, uint32_t length, uint32_t within)
{
    wanted->text = text;
    wanted->length = length;
    wanted->within = within;
    wanted->probes = 0;
    wanted->shift = asker->segment.spell_shift;
    wanted->spell_at = asker->segment.spell_at;
    hash_neighbours(text, length, within > 1 ? deepest_of(length, 0) : (int)within, note_hash, wanted);
}

void open_places(const Asker *asker, Wanted *wanted)
{
    const Segment *s = &asker->segment;
    for (uint32_t i = 0; i < wanted->probes; i++) {
        Probe *probe = wanted->probe + i;
        probe->start = s->spell_at[probe->place];
        probe->end = s->spell_at[probe->place + 1];
        if (probe->end > s->spell_count) probe->end = s->spell_count;
        if (probe->start < probe->end) __builtin_prefetch(s->spell_entry + probe->start);
    }
}

int list_words(const Asker *asker, Wanted *wanted)
{
    const Segment *s = &asker->segment;
    wanted->words = 0;
    for (uint32_t i = 0; i < wanted->probes; i++) {
        const Probe *probe = wanted->probe + i;
        if (probe->start >= probe->end) continue;
        if (wanted->words + (probe->end - probe->start) > wanted->room) {
            uint32_t room = 2 * (wanted->words + (probe->end - probe->start));
            uint32_t *all = realloc(wanted->word, room * sizeof *all);
            if (!all) return -1;
            wanted->word = all;
            wanted->room = room;
        }
        for (uint32_t e = probe->start; e < probe->end; e++) {
            uint32_t word = s->spell_entry[e] & 0xFFFFFF;
            if (s->spell_entry[e] >> 24 != probe->tag || word >= s->words) continue;
            wanted->word[wanted->words++] = word;
            __builtin_prefetch(s->word_cell + word);
        }
    }
    return 0;
}

/* Forget the words that were met, and have room for so many. Returns 0, or -1 where memory ran out. */
static int meet_anew(Nears *nears, uint32_t words)
{
    for (nears->places = 64; nears->places < 2 * words;) nears->places *= 2;
    if (nears->places > nears->met_room) {
        Met *met = realloc(nears->met, nears->places * sizeof *met);
        if (!met) return -1;
        nears->met = met;
        nears->met_room = nears->places;
    }
    memset(nears->met, 0, nears->places * sizeof *nears->met);
    return 0;
}

/* Drop words that were met before. Keeps their order. */
static void drop_doubles(Wanted *wanted, Nears *nears)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < wanted->words; i++) {
        Met *met = find_met(nears, wanted->word[i]);
        if (met->word) continue;
        met->word = wanted->word[i] + 1;
        wanted->word[kept++] = wanted->word[i];
    }
    wanted->words = kept;
}

int keep_near_words(const Asker *asker, Wanted *wanted, Nears *nears)
{
    const Segment *s = &asker->segment;
    Compared compared = {.packed = pack_letters(wanted->text, wanted->length), .length = wanted->length};
    if (make_room(nears, wanted->words) || meet_anew(nears, wanted->words + wanted->keyed + 1)) return -1;
    drop_doubles(wanted, nears);
    for (uint32_t i = 0; i < wanted->length; i++) compared.where[wanted->text[i] & 31] |= (uint64_t)1 << i;
    for (uint32_t i = 0; i < wanted->words; i++) {
        uint32_t word = wanted->word[i], length = wanted->length, edits;
        const Cell *cell = s->word_cell + word;
        uint32_t other = length_of(cell), most = edits_allowed(length, other), longest = length > other ? length : other;
        if (!other || longest - (length < other ? length : other) > most) continue;
        if (!wanted->within || flags_of(cell) & DIGITS) {
            if (!is_spelled(s, word, compared.packed, wanted->text, length)) continue;
            edits = 0;
        } else if (length == other && length <= IN_CELL) edits = count_differing(&compared, cell->letter, length);
        else {
            const uint8_t *text = other > IN_CELL ? letters_of(s, word) : NULL;
            if (other > IN_CELL && !text) continue;
            edits = count_edits(&compared, cell->letter, text, other);
            if (edits == 3 && most == 2 && longest > (length < other ? length : other))
                edits -= (uint32_t)is_swapped_apart(wanted->text, length, cell->letter, text, other);
        }
        if (edits > most) continue;
        put_near(nears, word, WHOLE - (WHOLE * edits + longest - 1) / longest);
        find_met(nears, word)->near = nears->count;
    }
    return 0;
}
