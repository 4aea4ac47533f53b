/* A query as it is answered: its words, and what words of the segment may give to each of them. */
#ifndef ENDUSE_QUERY_H
#define ENDUSE_QUERY_H

#include "asker.h"

#define MOST_RUNS 128
#define LANES 8 /* words of a query that have a lane; what lies beyond is taken as answered fully */

/* What the words of a hash may give to each word of a query, at most: 256ths of weight, and weight that answers. */
typedef struct lanes { int16_t gain[LANES], weight[LANES]; } Lanes;

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
    uint32_t rest;                /* the words that may still answer, as bits */
    int16_t in_rest[LANES];       /* the same of those with a lane: all bits set or none */
    int32_t free_gain, free_weight, free_cores; /* of words in `rest` without a lane, and of initials */
    Run run[MOST_RUNS];
    uint32_t runs, lanes;
    Lanes *lane;                  /* `lanes` of them; the first gives nothing */
    uint8_t *lane_set;            /* which words each gives something to, as bits */
    uint16_t of_hash[NO_WORD + 1]; /* the lanes of each hash of a word */
} Query;

/* Fill the lanes of a query from the neighbours of its words. */
void set_lanes(Asker *asker, Query *q);

/* Say which words may still answer. */
void set_rest(Query *q, uint32_t rest);

/* Return the number of the first form that is too heavy to reach the floor if words of weight `matched` answer, of
 * them `cores` that weigh 0.55 or more, with a gain (256ths) of at most `gain`. */
uint32_t bound_of(const Segment *s, const Query *q, int32_t matched, int32_t gain, int32_t cores);

/* What the words of a form may give to a query at most. */
typedef struct { int32_t gain, weight, cores; } Most;

/* Return what words of the segment, by their lanes, may give together to the words in `rest`. */
Most most_of(const Query *q, const uint16_t *lane, uint32_t words);

/* Tell whether a form of a weight may reach the floor with so much. */
int may_reach(const Query *q, Most most, uint32_t own_weight);

/* Note the forms that may reach the floor as candidates. Returns 0, or -1 where memory ran out. */
int gather_words(Asker *asker, Query *q);
int gather_runs(Asker *asker, Query *q, const uint8_t *line, const uint32_t *start, const uint32_t *size, uint32_t words);
int gather_joins(Asker *asker, Query *q);

/* Return the promise of a candidate; 0 where it is surely below the floor. */
double score_form(Asker *asker, Query *q, const Candidate *candidate, uint32_t initials);

#endif
