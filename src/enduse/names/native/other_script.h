/* What Python has told of words of other scripts, as other_script.c and letters.c keep it. */
#ifndef ENDUSE_OTHER_SCRIPT_H
#define ENDUSE_OTHER_SCRIPT_H

#include "scorer.h"

#define SYMBOLS 38         /* a to z, 0 to 9, the sign of the end, and all others */
#define NO_SYMBOL 37
#define MOST_NATIVE 255    /* bytes of a word of another script; longer ones are left to Python */
#define MOST_UNITS 24

typedef struct { uint64_t text, mask; double odds; uint32_t length; } Step;

typedef struct Unit { /* what one letter or two may stand for, by the first Latin letter */
    double empty;
    uint16_t from[SYMBOLS + 1];
    Step step[];
} Unit;

struct NativeWord {
    uint64_t hash, serial; /* which word it is of all that were told */
    uint32_t length, script, units, readings_length;
    int is_read; /* its readings were told */
    uint32_t letters; /* of which it is known what each may be in any reading, 0 where it is not */
    uint32_t single[MOST_UNITS + 1], pair[MOST_UNITS]; /* numbers of units, 0 for none; the last is the end's */
    uint32_t spelled[MOST_UNITS]; /* units of what each letter may be */
    uint8_t text[]; /* the word, then its readings, each ended by a zero */
};

static inline uint32_t symbol_of(uint8_t letter)
{
    if (letter >= 'a' && letter <= 'z') return letter - 'a';
    if (letter >= '0' && letter <= '9') return 26 + letter - '0';
    return letter == '$' ? 36 : NO_SYMBOL;
}

/* Keep a word in place of what was known of it; null where memory is short. */
NativeWord *put_word(Scorer *scorer, const NativeWord *word, const uint8_t *text, const uint8_t *readings);

/* letters.c */
NativeWord *make_word(Scorer *scorer, const uint8_t *text, uint32_t length);
int may_be_reading(const Other *other, const NativeWord *word, const uint8_t *form, uint32_t size);
void forget_letters(Other *other);

#endif
