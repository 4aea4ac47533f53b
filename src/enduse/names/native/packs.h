/* Packs in memory of their own: blocks that never move, so that an address holds until all are cleared. */
#ifndef ENDUSE_PACKS_H
#define ENDUSE_PACKS_H

#include "rows.h"
#include "vocabulary.h"

#define LONGEST_PACK 65535 /* bytes */

typedef struct { /* one word of the name that is being read */
    uint32_t at, length, letters; /* in the text of words; letters before it was cut */
    const uint8_t *native;
    uint32_t native_length, is_spelled; /* whether it was single letters in a row */
    const Entry *entry;
} Word;

typedef struct {
    Token token;
    const uint8_t *form, *stem;
    uint32_t first, words; /* that it is made of */
    uint8_t digits[12];
} Draft;

typedef struct { /* the name that is being read */
    uint8_t folded[LONGEST_PACK + 1];
    uint32_t folded_length;
    uint8_t text[MOST_TOKENS * (MOST_LETTERS + 1)]; /* its words, with a space between */
    uint32_t used;
    Word word[MOST_TOKENS];
    uint32_t words, folded_words; /* all of them, also those beyond the last that is read */
    int in_run, is_cut;
    Draft draft[MOST_TOKENS];
    uint32_t drafts;
} Reading;

typedef struct Block {
    struct Block *next;
    uint64_t used;
} Block; /* its bytes follow */

typedef struct {
    Block *first, *last;
    uint64_t size; /* of all packs */
    Reading reading;
} Packs;

enum { OF_SYLLABLES = 1, IN_LATIN = 2, BEGINS_OTHERWISE = 4 }; /* signs before the words of a name that was folded */

/* Return room for a pack of so many bytes, null where memory ran out. */
uint8_t *take_room(Packs *packs, uint64_t length);

#endif
