/* A query as it is answered: its words, and what words of the segment may give to each of them. */
#ifndef ENDUSE_QUERY_H
#define ENDUSE_QUERY_H

#include "asker.h"

#define MOST_RUNS 128
#define LANES 8 /* words of a query that have a lane; what lies beyond is taken as answered fully */

/* What a word of the segment gives to each word of a query: a gain in 256ths of weight, and below it the weight that
 * answers, so that the greater of two is the better answer. */
typedef struct lanes {
    int32_t give[LANES], most; /* and the most of these */
    uint32_t asked, cores;     /* bits of the words of the query that it gives to, and a weight of 0.55 or more */
} Lanes;

/* A word's number + 1, and its lanes: their number, or, of a word that gives to one word of the query alone, as most do,
 * that word and what it gives. */
struct place { uint32_t word, lane; };

#define ONE_LANE 0x80000000u
#define LANE_AT 22 /* bits of what is given */

#define GAIN_AT 7 /* bits of the weight */

/* A word of the segment whose postings are to be read. */
struct task {
    uint32_t word, lane, at;
    uint32_t end;   /* of its forms, the first that is too heavy even if all words that are left answer too */
    uint32_t alone; /* if nothing else does */
    int32_t gain, weight; /* what it gives to the word of the query that led to it */
};

typedef struct { uint32_t word, of; } Run; /* a word of the segment that writes query words together */

typedef struct {
    const Slot *slot[MOST_WORDS]; /* by the length of their lists, initials last */
    uint32_t place[MOST_WORDS];   /* where each stands in the query */
    uint32_t count, weight, cores;
    double floor;                 /* rises once so many subjects are found as are asked for */
    const uint8_t *visible;
    int32_t free_gain, free_weight, free_cores; /* of words without a lane, and of initials */
    int32_t rest_gain, rest_weight, rest_cores; /* of the words whose postings were not read yet */
    int32_t most_gain, most_weight; /* of a word with lanes */
    uint32_t done;                /* a bit for each word with lanes whose postings were read */
    int is_exact;                 /* no word is free, so that lanes tell the score */
    Run run[MOST_RUNS];
    uint32_t runs, lanes;
    const Lanes *lane;            /* `lanes` of them, of words that give to several; the first gives nothing */
    const Place *place_of;        /* hash table of words with lanes */
    const uint64_t *sieve;        /* a bit for each word with lanes */
    uint32_t shift, places;
} Query;

/* Give every neighbour of the query's words its lanes. Returns 0, or -1 where memory ran out. */
int set_lanes(Asker *asker, Query *q);

/* Tell whether a word may have lanes: 1 for all that do, and for few others. */
static inline uint32_t may_have_lane(const uint64_t *sieve, uint32_t word)
{
    return (uint32_t)(sieve[word >> 6 & (SIEVE_SIZE - 1)] >> (word & 63)) & 1;
}

/* Return where a word's lanes are; an empty place where it gives nothing. */
static inline const Place *find_lane(const Query *q, uint32_t word)
{
    uint32_t at = (word * 0x9E3779B1u) >> q->shift;
    while (q->place_of[at].word && q->place_of[at].word != word + 1) at = (at + 1) & (q->places - 1);
    return q->place_of + at;
}

/* Return a word's lanes, 0 where it gives nothing. */
static inline uint32_t lane_of(const Query *q, uint32_t word) { return find_lane(q, word)->lane; }

static inline uint32_t word_of_lane(uint32_t lane) { return lane >> LANE_AT & (LANES - 1); }

static inline int32_t given_in(uint32_t lane) { return (int32_t)(lane & ((1u << LANE_AT) - 1)); }

/* Return what lanes give at most, and bits of the words of the query that they give to, all or a weight of 0.55. */
static inline int32_t most_of(const Query *q, uint32_t lane)
{
    return lane & ONE_LANE ? given_in(lane) : q->lane[lane].most;
}

static inline uint32_t asked_of(const Query *q, uint32_t lane)
{
    return lane & ONE_LANE ? 1u << word_of_lane(lane) : q->lane[lane].asked;
}

static inline uint32_t cores_of(const Query *q, uint32_t lane)
{
    if (!(lane & ONE_LANE)) return q->lane[lane].cores;
    return (uint32_t)((lane & ((1u << GAIN_AT) - 1)) >= CORE) << word_of_lane(lane);
}

/* Return what lanes give to one word of the query. */
static inline int32_t given_to(const Query *q, uint32_t lane, uint32_t k)
{
    if (lane & ONE_LANE) return word_of_lane(lane) == k ? given_in(lane) : 0;
    return q->lane[lane].give[k];
}

/* The other words of a form as a posting lists them. */
typedef struct { uint32_t word[MOST_OTHERS], words; int is_more; } Others;

/* Read the other words. Returns how many entries that takes, 0 where the list ends within it. */
static inline uint32_t read_others(const Posting *posting, uint32_t left, Others *others)
{
    uint64_t low = posting->low, high = posting->high;
    others->word[0] = high & NO_WORD;
    others->word[1] = high >> 24 & NO_WORD;
    others->word[2] = (uint32_t)(high >> 48) | (uint32_t)(low >> THIRD_AT & 0xFF) << 16;
    others->words = 3;
    others->is_more = 0;
    if (!(low & WIDE)) return 1;
    if (left < 2) return 0;
    low = posting[1].low;
    high = posting[1].high;
    others->word[3] = low & NO_WORD;
    others->word[4] = low >> 24 & NO_WORD;
    others->word[5] = (uint32_t)(low >> 48 | (high & 0xFF) << 16);
    others->word[6] = high >> 8 & NO_WORD;
    others->word[7] = high >> 32 & NO_WORD;
    others->words = MOST_OTHERS;
    others->is_more = (high & MANY) != 0;
    return 2;
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

/* Find the rows of candidates that were not settled yet and raise the floor where enough subjects are found. Returns
 * 0, or -1 where memory ran out. */
int settle(Asker *asker, Query *q);

/* Forget the subjects found before; `limit` are wanted now. */
void forget_best(Best *best, uint32_t limit);

/* Note a row of a subject. Returns 0, or -1 where memory ran out. */
int note_found(Best *best, uint32_t subject, uint32_t row, double score);

/* Return a promise that as many subjects reach as are wanted; 0 where there are fewer. */
static inline double best_floor(const Best *best) { return (double)best->step / STEPS; }

/* Write the best subjects of a floor or more; returns how many. */
uint32_t tell_best(Best *best, double floor, uint32_t *row, double *score);

/* Forget the candidates of the query before. */
void forget_candidates(Asker *asker);

/* Note a form as a candidate; `joined` are words of the query (by place) that two words of it write apart, `state`
 * HAS_RUN tells that it writes words of the query together. Null where memory ran out. */
Candidate *note_form(Asker *asker, uint32_t form, uint32_t joined, uint32_t state);

/* Note the forms that may reach the floor as candidates: those that write words together which the query writes apart or
 * the other way round, and those with words near its own. Return 0, or -1 where memory ran out. */
int gather_joined(Asker *asker, Query *q, const uint8_t *line, const uint32_t *start, const uint32_t *size,
                  uint32_t words);
int gather_words(Asker *asker, Query *q);

/* Tell whether a form may reach the floor if some words of the query (bits of their places) are written together on one
 * side: those count in full. `parts` is what further words of it may give, or null. */
int may_reach_joined(const Query *q, uint32_t of, const uint32_t *word, uint32_t words, uint32_t own_weight,
                     const Lanes *parts);

/* Return the promise of a candidate; 0 where it is surely below the floor. */
double score_form(Asker *asker, Query *q, const Candidate *candidate);

#endif
