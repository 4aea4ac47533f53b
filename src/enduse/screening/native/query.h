/* A query as it is answered: its words, and what words of the segment may give to each of them. */
#ifndef ENDUSE_QUERY_H
#define ENDUSE_QUERY_H

#include "asker.h"

#define MOST_RUNS 128
#define LANES 8 /* words of a query that have a lane; what lies beyond is taken as answered fully */

/* What a word of the segment gives to each word of a query: a gain in 256ths of weight, and below it the weight that
 * answers, so that the greater of two is the better answer. */
typedef struct lanes { int32_t give[LANES], most; } Lanes; /* and the most of these */

#define GAIN_AT 7 /* bits of the weight */

/* A word of the segment whose postings are to be read. */
struct task {
    uint32_t word, at, last;
    uint32_t end;   /* of its forms, the first that is too heavy even if all else that it may have answers */
    uint32_t alone; /* if nothing else does */
};

typedef struct { uint32_t word, of; } Run; /* a word of the segment that writes query words together */

typedef struct {
    const Slot *slot[MOST_WORDS]; /* by the length of their lists, initials last */
    uint32_t place[MOST_WORDS];   /* where each stands in the query */
    uint32_t count, weight, cores;
    double floor;
    int32_t free_gain, free_weight, free_cores; /* of words without a lane, and of initials */
    int is_exact;                 /* no word is free, so that lanes tell the score */
    Run run[MOST_RUNS];
    uint32_t runs, lanes;
    const Lanes *lane;            /* `lanes` of them; the first gives nothing */
    const uint32_t *word, *of;    /* hash table of words with lanes: word + 1, and the number of its lanes */
    const uint64_t *sieve;        /* a bit by the hash of each word with lanes */
    uint32_t shift, places;
} Query;

/* Give every neighbour of the query's words its lanes. Returns 0, or -1 where memory ran out. */
int set_lanes(Asker *asker, Query *q);

/* Tell whether a word may have lanes: 1 for all that do, and for few others. */
static inline uint32_t may_have_lane(const uint64_t *sieve, uint32_t word)
{
    uint32_t hash = word * 0x9E3779B1u;
    return (uint32_t)(sieve[hash >> SIEVE_SHIFT] >> (hash >> (SIEVE_SHIFT - 6) & 63)) & 1;
}

/* Return the number of a word's lanes, 0 where it gives nothing. */
static inline uint32_t lane_of(const Query *q, uint32_t word)
{
    uint32_t at = (word * 0x9E3779B1u) >> q->shift;
    while (q->word[at] && q->word[at] != word + 1) at = (at + 1) & (q->places - 1);
    return q->word[at] ? q->of[at] : 0;
}

/* Return the number of the first form that is too heavy to reach the floor if words of weight `matched` answer, of
 * them `cores` that weigh 0.55 or more, with a gain (256ths) of at most `gain`. */
uint32_t bound_of(const Segment *s, const Query *q, int32_t matched, int32_t gain, int32_t cores);

/* What words give to a query, and what they take themselves: gains, weights that answer, and answers of 0.55 or more. */
typedef struct { int32_t gain, weight, cores, own_gain, own_weight; } Given;

/* Return what words of the segment, by their lanes, give together; `more` is a lane that counts for the query only, or
 * null. */
Given give(const Query *q, const uint32_t *lane, uint32_t lanes, const Lanes *more);

/* Tell whether a form of a weight may reach the floor where words without a lane, and those written together, answer
 * as well as they can. */
int may_reach(const Query *q, const Given *given, int32_t joined, uint32_t own_weight);

/* Return the promise, given the form's weight and how many words of 0.55 or more it has. */
double weigh(const Query *q, const Given *given, uint32_t joined, uint32_t own_weight, uint32_t own_cores);

/* Forget the candidates of the query before. */
void forget_candidates(Asker *asker);

/* Note the forms that may reach the floor as candidates. Returns 0, or -1 where memory ran out. */
int gather_words(Asker *asker, Query *q);
int gather_runs(Asker *asker, Query *q, const uint8_t *line, const uint32_t *start, const uint32_t *size, uint32_t words);
int gather_joins(Asker *asker, Query *q);

/* Return the promise of a candidate; 0 where it is surely below the floor. */
double score_form(Asker *asker, Query *q, const Candidate *candidate);

#endif
