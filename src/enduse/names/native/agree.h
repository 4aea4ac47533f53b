/* How much it says that two names agree, and in what they contradict: the law of resolution/rarity.py and contradicting.py,
 * which tell the rules. */
#ifndef ENDUSE_AGREE_H
#define ENDUSE_AGREE_H

#include "scorer.h"

#define MOST_STEPS 16
#define GENERATIONS 4 /* of which the second is the elder */

typedef struct { /* as resolution/weighing.py lays it out */
    double words, word[MOST_STEPS], faults, needed[MOST_STEPS];
    double letter, lesser, initial, alike_from, missing, missing_within, other_form, by_initial, other_order;
    double each_lacking, least, counts_from, exact, telling, ordered, fund, generation[GENERATIONS];
} Rarity;

enum { NOT_APART, BY_TRADE, BY_NUMBER, BY_GIVEN, BY_WORDS, BY_GENERATION, APARTS }; /* in what names contradict */

/* Of two names that were aligned with the last words that differ by a slip. */
double share_of(const Pair *pair, const Rarity *law, const void *vocabulary);
int find_contradiction(const Pair *pair, const Rarity *law, int kind, int is_craft);

/* vocabulary.c: how common a word is among persons */
uint32_t commonness_among_persons(const void *vocabulary, const uint8_t *text, uint32_t length);

#endif
