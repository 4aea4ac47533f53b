/* Looking up the words near some words, several at once. */
#ifndef ENDUSE_NEAR_H
#define ENDUSE_NEAR_H

#include "asker.h"

#include <string.h>

#define MOST_PROBES (2 + MOST_LETTERS + MOST_LETTERS * MOST_LETTERS / 2)

typedef struct { uint32_t place, tag, start, end; } Probe;

/* A word that is looked up: where its spellings may stand, and the words that stand there. */
typedef struct {
    const uint8_t *text;
    const uint32_t *spell_at;
    uint32_t length, within, shift, probes, words, room;
    uint32_t keyed; /* entries under its keys */
    uint32_t *word;
    Probe probe[MOST_PROBES];
} Wanted;

typedef struct { uint32_t word, near; } Met; /* a word + 1, and the number of the neighbour that it is + 1 */

/* The neighbours of one word, in room that grows; and a hash table of the words that were met. */
typedef struct {
    Near *near;
    uint32_t count, room;
    Met *met;
    uint32_t places, met_room;
} Nears;

/* The steps of looking a word up; those that return a number return 0, or -1 where memory ran out. */
void want_word(const Asker *asker, Wanted *wanted, const uint8_t *text, uint32_t length, uint32_t within);
void open_places(const Asker *asker, Wanted *wanted);
int list_words(const Asker *asker, Wanted *wanted);
int keep_near_words(const Asker *asker, Wanted *wanted, Nears *nears);

/* Have room for so many more neighbours. Returns 0, or -1 where memory ran out. */
int make_room(Nears *nears, uint32_t more);

/* Return the place of a word among those met: its own, or the empty one where it belongs. */
static inline Met *find_met(const Nears *nears, uint32_t word)
{
    uint32_t place = (word * 0x9E3779B1u) >> 7 & (nears->places - 1);
    while (nears->met[place].word && nears->met[place].word != word + 1) place = (place + 1) & (nears->places - 1);
    return nears->met + place;
}

static inline void put_near(Nears *nears, uint32_t word, uint32_t likeness)
{
    nears->near[nears->count++] = (Near){word, UINT32_MAX, (uint16_t)likeness, 0, 0};
}

/* Tell whether a word of the segment has just these letters, which `packed` holds too. */
static inline int is_spelled(const Segment *s, uint32_t word, uint64_t packed, const uint8_t *text, uint32_t length)
{
    const Cell *cell = s->word_cell + word;
    if (length_of(cell) != length || cell->letter != packed) return 0;
    if (length <= IN_CELL && !(flags_of(cell) & DIGITS)) return 1;
    const uint8_t *letters = letters_of(s, word);
    return letters && !memcmp(letters, text, length);
}

#endif
