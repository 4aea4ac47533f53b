/* One search: the nodes met, their moves, and the heaps that order them. */
#ifndef ENDUSE_SEARCH_H
#define ENDUSE_SEARCH_H

#include "links.h"

/* What is asked. Nodes beyond those of the whole are known to the question alone: they have identities and no links. */
typedef struct {
    const uint64_t *rank;        /* order of the nodes from `ranked` on; those before stand at 2 n + 1 */
    const uint8_t *target;       /* bits by node */
    const uint32_t *start;
    const double *start_weight;
    const uint32_t *same_left, *same_right;   /* identities, each said from both its ends, by left end */
    const double *same_weight;
    double floor, first_floor, next_floor;
    uint32_t ranked, nodes, starts, sames, without, only_target, max_steps, max_moves, limit, most;
} Asked;

typedef struct {
    uint32_t node, fewest, first_move, moves, is_target, is_met;
    double best;
} Met;

typedef struct {
    uint32_t to;                 /* place among the met */
    double weight;
} Move;

typedef struct {
    double weight;
    uint32_t steps, at;
} Waiting;

typedef struct {
    Waiting *waiting;
    uint64_t room;
    uint32_t count;
} Queue;

typedef struct {
    double promise, reach;
    uint32_t parent, at, depth, is_done;
} Label;

typedef struct {
    Whole *whole;
    const Asked *asked;
    Met *met;
    Move *move;
    Queue queue;
    Label *label;
    uint32_t *table, *order, *heap, *place_of_link;
    double *ahead;
    uint64_t met_room, move_room, label_room, order_room, heap_room, ahead_room, link_room;
    uint32_t met_count, move_count, label_count, order_count, heap_count, table_bits;
    uint64_t seen;               /* visible links looked at: what is hidden must not bring the bound nearer */
    double floor;
    double *back, beyond;        /* what `bridge` learned: see `bound_of` */
    uint32_t back_rows;
    int is_complete, is_bounded;
} Search;

#define SLACK 1e-9               /* more than rounding can move a weight by, and less than anybody asks for */

int search_open(Search *search, Whole *whole, const Asked *asked);
void search_close(Search *search);
int explore(Search *search, double floor, uint32_t most);
int rank_before(const Search *search, uint32_t left, uint32_t right);
int gather_moves(Search *search, uint32_t at);
uint32_t meet(Search *search, uint32_t node);
uint32_t find_met(const Search *search, uint32_t node);
int wait_for(const Search *search, Queue *queue, Waiting one);
Waiting next_waiting(const Search *search, Queue *queue);
uint32_t first_same(const Asked *asked, uint32_t node);
double bridge(Search *search);

/* Return how much a walk of so many steps from a node to the only target weighs at most, where `bridge` has told. */
static inline double bound_of(const Search *search, uint32_t at, uint32_t steps)
{
    if (!search->is_bounded) return 1;
    double told = at < search->back_rows ? search->back[(uint64_t)at * (search->asked->max_steps + 1) + steps] : 0;
    return told > search->beyond ? told : search->beyond;
}

#endif
