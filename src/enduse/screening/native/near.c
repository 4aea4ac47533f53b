/* The words near some words by spelling.
 *
 * Every step is done for several words before the next one is, and asks memory in one step for what the next one
 * reads: places of the table, its entries, the words that stand there. */
#include "near.h"

#include <stdlib.h>
#include <string.h>

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
    uint64_t where[256] = {0};
    uint32_t met = wanted->words + wanted->keyed + 1;
    if (make_room(nears, wanted->words) || meet_anew(nears, met)) return -1;
    drop_doubles(wanted, nears);
    for (uint32_t i = 0; i < wanted->length; i++) where[wanted->text[i]] |= (uint64_t)1 << i;
    for (uint32_t i = 0; i < wanted->words; i++) {
        uint32_t word = wanted->word[i], length = wanted->length;
        const Cell *cell = s->word_cell + word;
        uint32_t other = cell->length, most = edits_allowed(length, other), longest = length > other ? length : other;
        const uint8_t *text = letters_of(s, word);
        if (!other || !text || longest - (length < other ? length : other) > most) continue;
        if (most > wanted->within) most = wanted->within;
        if (cell->flags & DIGITS) most = 0;
        uint32_t edits = count_edits(where, length, text, other);
        if (edits > most) continue;
        put_near(nears, word, WHOLE - (WHOLE * edits + longest - 1) / longest, cell->weight);
        find_met(nears, word)->near = nears->count;
    }
    return 0;
}
