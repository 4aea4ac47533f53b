/* What two records have and lack in common, in bits: `sifting.find`, found again. */
#ifndef ENDUSE_SIFT_H
#define ENDUSE_SIFT_H
#include "records.h"

/* The findings in the order of `sifting.TEXTS`. */
enum {
    SAME_NAME, SAME_WORDS, SAME_LETTERS, SOME_WORDS, SLIP, SOUND, SHORT, INITIAL, /* these are of names */
    FIRST_WORD_ANOTHER, LATER_WORD_ANOTHER, ONE_SIDE, ANOTHER_SORT,
    SAME_DATE, EXCHANGED, SAME_MONTH, SAME_DAY_AND_MONTH, YEAR_REST_UNKNOWN, SAME_YEAR, ANOTHER_DATE,
    SAME_PHONE, OTHER_REACH, SAME_MAIL, SAME_NUMBER, ANOTHER_COUNTRY, SAME_CODE, SAME_CITY, ANOTHER_PLACE,
    SAME_STREET, MUCH_OF_STREET, ANOTHER_SINGLE /* and on, one for each number that a party has one of */
};

/* The weights in the order of `sifting.WEIGHED`: those of the findings in which no word of a name counts, and others. */
typedef struct {
    double first_word, later_word, one_side, initial, slip_less, sound_less, short_less, another_sort, dates[7], phone,
        other_reach, mail, number, another_single, another_country, code, city, another_place, street, much_of_street,
        household_cap, alone_at_most;
} Weights;

typedef struct { uint32_t what; double bits; Text left, right; } Finding;
typedef struct { Finding *held; uint64_t count, room; } Findings;

typedef struct {
    const Records *records;
    const Weights *weights;
    Findings found, trial, shared;
    uint8_t *texts[2]; /* what is put together of words: one for the best pair of names so far, one for the next */
    uint64_t room;
    int failed;        /* memory ran out */
} Sieve;

void open_sieve(Sieve *sieve, const Records *records, const Weights *weights);
void close_sieve(Sieve *sieve);
void find_between(Sieve *sieve, const Text *left, const Text *right);
#endif
