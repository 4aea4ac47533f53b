/* One reader of a segment: it remembers the neighbours of every word it was asked for, within a bound. */
#ifndef ENDUSE_ASKER_H
#define ENDUSE_ASKER_H

#include "segment.h"

#define WHOLE 256      /* the likeness of a word and itself */
#define JOINED 253     /* of words written together */
#define NEARLY_SAME 240 /* words so much alike are looked at first, since they raise the floor */
#define INITIAL 205    /* of an initial and a word */
#define FAINT 10       /* what is left over may weigh this much (0.15) and still be nothing */

/* A word near another, and where its postings begin; `lightest` is half the weight of the lightest form with it, or less. */
typedef struct { uint32_t word, posts; uint16_t likeness; uint8_t weight, lightest; } Near;

#define MOST_PARTS 12 /* words that may stand for a part of a word */

typedef struct {
    uint64_t hash;
    uint8_t text[MOST_LETTERS];
    uint8_t length, weight, is_foreign, is_initial;
    uint32_t near_at, near_count; /* in the arena */
    uint32_t postings;            /* entries of all its neighbours together */
    uint32_t join_at, join_end;   /* where the forms stand that may write it apart; nowhere for most */
    uint32_t part[MOST_PARTS];    /* the words that such forms may write for it, where they are two */
    uint32_t parts;               /* so many, or more than there is room for */
    int32_t gain, most;           /* the most that a neighbour gives: 256ths of weight, and weight that answers */
} Slot;

#define FEW_PLACES 1024 /* of the table of candidates, at first */

enum { TO_SCORE, HAS_RUN, SCORED }; /* what is known of a candidate */

typedef struct { uint32_t form, joined, state; double score; } Candidate;

typedef struct task Task;

#define SIEVE_BITS 16 /* of a word's number, that tell its bit in the sieve */
#define SIEVE_SIZE (1u << (SIEVE_BITS - 6))

#define STEPS 1024 /* of a promise, by which the best subjects are counted */

/* The best name of a subject that was found. */
typedef struct { double score; uint32_t subject, row; } Found;

/* The subjects found for one name, each with its best row; and how many there are at each step of promise. */
typedef struct {
    Found *found;
    uint32_t *place; /* hash table of subjects: number + 1 */
    uint32_t count, places, room, limit;
    uint32_t step, above; /* `limit` subjects and more are at this step or above it; so many lie above it */
    uint32_t at_step[STEPS + 2];
} Best;

typedef struct place Place;

typedef struct {
    Segment segment;
    Slot *slot;
    uint32_t slots, slot_room;
    uint32_t *place; /* hash table of slots, number + 1 */
    uint32_t places;
    Near *near;
    uint32_t nears, near_room;
    Candidate *candidate;   /* of one query, in the order they were met */
    uint32_t *candidate_at; /* hash table of them, number + 1: so many places are in use, and there is room for so many */
    uint32_t candidates, candidate_places, candidate_room;
    uint32_t settled;       /* so many candidates are scored, and their rows found */
    Best best;
    Task *task; /* lists of postings to be read */
    uint32_t tasks, task_room;
    struct lanes *lane; /* of one query; see query.h */
    uint32_t *lane_of;  /* the place of each neighbour of each word, one word after the other */
    Place *lane_place;
    uint32_t lane_room, lane_of_room, lane_places;
    uint64_t sieve[SIEVE_SIZE]; /* of the words with lanes */
    uint64_t entries_read, forms_scored; /* for those who measure */
} Asker;

/* Return the slot of a word, or null where it was not learnt. */
Slot *find_slot(const Asker *asker, const uint8_t *text, uint32_t length, int is_foreign);

/* Find the words of the segment spelled just so: one in each kind of script. Returns how many were written. */
uint32_t same_words(const Asker *asker, const uint8_t *text, uint32_t length, uint32_t *word, uint32_t room);

#endif
