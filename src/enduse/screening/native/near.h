/* Looking up the words near some words, several at once. */
#ifndef ENDUSE_NEAR_H
#define ENDUSE_NEAR_H

#include "asker.h"

#define MOST_PROBES (2 + MOST_LETTERS + MOST_LETTERS * MOST_LETTERS / 2)

typedef struct { uint32_t place, tag, start, end; } Probe;

/* A word that is looked up: where its spellings may stand, and the words that stand there. */
typedef struct {
    const uint8_t *text;
    const uint32_t *spell_at;
    uint32_t length, within, shift, probes, words, room;
    uint32_t *word;
    Probe probe[MOST_PROBES];
} Wanted;

/* The neighbours of one word, in room that grows; and a table for telling which words were met. */
typedef struct {
    Near *near, *spare;
    uint32_t count, room;
    uint32_t *seen, places;
} Nears;

/* The steps of looking a word up; those that return a number return 0, or -1 where memory ran out. */
void want_word(const Asker *asker, Wanted *wanted, const uint8_t *text, uint32_t length, uint32_t within);
void open_places(const Asker *asker, Wanted *wanted);
int list_words(const Asker *asker, Wanted *wanted);
int keep_near_words(const Asker *asker, Wanted *wanted, Nears *nears);

/* Have room for so many more neighbours. Returns 0, or -1 where memory ran out. */
int make_room(Nears *nears, uint32_t more);

static inline void put_near(Nears *nears, uint32_t word, uint32_t likeness, uint32_t weight)
{
    nears->near[nears->count++] = (Near){word, (uint16_t)likeness, (uint16_t)weight};
}

#endif
