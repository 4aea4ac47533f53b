/* Words that several words of the other name answer: what aligning and bounding look for, found in align.c. */
#ifndef ENDUSE_JOINS_H
#define ENDUSE_JOINS_H

#include "scorer.h"

typedef struct {
    uint32_t many;                 /* neighbours of the other name, as bits */
    uint32_t one, length;          /* the word; letters of the neighbours together */
    uint32_t articles;             /* how many of these are articles */
    int side;                      /* the name that the word is of */
    uint8_t text[MOST_JOINED * MOST_FORM];
    int has_native, is_bare;
} Join;

typedef void (*TakeJoin)(Pair *pair, const Join *join, void *to);
typedef void (*TakeTwo)(Pair *pair, uint32_t left, uint32_t right, void *to);
typedef struct { double likeness; uint32_t one, many; int side; } Fit;
typedef struct { const uint8_t *native, *latin; uint32_t length, size; } Across; /* a printed word and a spelling */

void find_joins(Pair *pair, TakeJoin take, void *to);
int lay_across(const Pair *pair, const Join *join, uint8_t text[MOST_JOINED * 256], Across *to);
double likeness_across(Pair *pair, const Across *across);
int is_across(const Pair *pair, const Join *join);
double compare_letters(Pair *pair, const Join *join, Word *word, double least);
int is_same_joined(const Pair *pair, const Join *join);
double least_of_joins(const Pair *pair);
void find_parted_elsewhere(Pair *pair, TakeTwo take, void *to);
void find_syllables(Pair *pair, TakeTwo take, void *to);
#define MOST_TOGETHER 24 /* of two names of at most four words */
uint32_t find_together(const Pair *pair, Fit *found);
int is_abbreviation(const Laws *laws, const uint8_t *form, const Token *token);
uint32_t find_abbreviated(const Pair *pair, Fit *found);

#endif
