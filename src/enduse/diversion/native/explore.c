/* Going out from the starts, heaviest first, over what can still weigh enough. */
#include "search.h"

#include <stdlib.h>
#include <string.h>

int search_open(Search *search, Whole *whole, const Asked *asked)
{
    memset(search, 0, sizeof *search);
    search->whole = whole;
    search->asked = asked;
    search->table_bits = 10;
    search->table = malloc(sizeof *search->table << search->table_bits);
    if (!search->table) return -1;
    memset(search->table, 0xFF, sizeof *search->table << search->table_bits);
    return 0;
}

void search_close(Search *search)
{
    free(search->met);
    free(search->move);
    free(search->queue.waiting);
    free(search->back);
    free(search->label);
    free(search->table);
    free(search->order);
    free(search->heap);
    free(search->ahead);
    free(search->place_of_link);
}

static uint64_t rank_of(const Asked *asked, uint32_t node)
{
    return node < asked->ranked ? (2 * (uint64_t)node + 1) << 32 : asked->rank[node - asked->ranked];
}

int rank_before(const Search *search, uint32_t left, uint32_t right)
{
    return rank_of(search->asked, search->met[left].node) < rank_of(search->asked, search->met[right].node);
}

static uint32_t slot_of(const Search *search, uint32_t node)
{
    uint32_t mask = (1u << search->table_bits) - 1, slot = (node * 0x9E3779B1u) >> (32 - search->table_bits);
    while (search->table[slot] != NOTHING && search->met[search->table[slot]].node != node) slot = (slot + 1) & mask;
    return slot;
}

static int widen(Search *search)
{
    uint32_t *table = malloc(sizeof *table << (search->table_bits + 1));
    if (!table) return -1;
    free(search->table);
    search->table = table;
    search->table_bits++;
    memset(table, 0xFF, sizeof *table << search->table_bits);
    for (uint32_t at = 0; at < search->met_count; at++) table[slot_of(search, search->met[at].node)] = at;
    return 0;
}

static int is_target(const Asked *asked, uint32_t node)
{
    if (asked->only_target != NOTHING) return node == asked->only_target;
    return asked->target && asked->target[node >> 3] >> (node & 7) & 1;
}

/* Return the place of a node among the met, NOTHING where it was not met. */
uint32_t find_met(const Search *search, uint32_t node)
{
    return search->table[slot_of(search, node)];
}

/* Return the place of a node among the met, NOTHING where memory is short. */
uint32_t meet(Search *search, uint32_t node)
{
    uint32_t slot = slot_of(search, node);
    if (search->table[slot] != NOTHING) return search->table[slot];
    if ((search->met_count + 1) * 2 > 1u << search->table_bits) {
        if (widen(search)) return NOTHING;
        slot = slot_of(search, node);
    }
    uint64_t wanted = (uint64_t)search->met_count + 1;
    if (grow((void **)&search->met, &search->met_room, wanted, sizeof *search->met)) return NOTHING;
    search->met[search->met_count] = (Met){node, search->asked->max_steps, NOTHING, 0,
                                           (uint32_t)is_target(search->asked, node), 0, 0};
    search->table[slot] = search->met_count;
    return search->met_count++;
}

static int comes_first(const Search *search, const Waiting *a, const Waiting *b)
{
    if (a->weight != b->weight) return a->weight > b->weight;
    if (a->steps != b->steps) return a->steps < b->steps;
    return rank_before(search, a->at, b->at);
}

/* Put a walk among those that wait, heaviest first. */
int wait_for(const Search *search, Queue *queue, Waiting one)
{
    if (grow((void **)&queue->waiting, &queue->room, (uint64_t)queue->count + 1, sizeof one)) return -1;
    uint32_t at = queue->count++;
    while (at) {
        uint32_t above = (at - 1) / 2;
        if (!comes_first(search, &one, queue->waiting + above)) break;
        queue->waiting[at] = queue->waiting[above];
        at = above;
    }
    queue->waiting[at] = one;
    return 0;
}

Waiting next_waiting(const Search *search, Queue *queue)
{
    Waiting *waiting = queue->waiting, top = waiting[0], last = waiting[--queue->count];
    uint32_t at = 0, count = queue->count;
    for (;;) {
        uint32_t below = 2 * at + 1;
        if (below >= count) break;
        if (below + 1 < count && comes_first(search, waiting + below + 1, waiting + below)) below++;
        if (!comes_first(search, waiting + below, &last)) break;
        waiting[at] = waiting[below];
        at = below;
    }
    if (count) waiting[at] = last;
    return top;
}

/* Keep the best move to each neighbour. `is_met` of the neighbour holds the place of the move to it, plus one. */
static int keep(Search *search, uint32_t from, uint32_t end, double weight)
{
    uint32_t first = search->met[from].first_move, to = meet(search, end);
    if (to == NOTHING) return -1;
    if (to == from) return 0;
    uint32_t mark = search->met[to].is_met;
    if (mark > first && mark <= search->move_count && search->move[mark - 1].to == to) {
        if (weight > search->move[mark - 1].weight) search->move[mark - 1].weight = weight;
        return 0;
    }
    if (grow((void **)&search->move, &search->move_room, (uint64_t)search->move_count + 1, sizeof *search->move))
        return -1;
    search->move[search->move_count++] = (Move){to, weight};
    search->met[to].is_met = search->move_count;
    return 0;
}

/* Tell whether no way that matters goes on over a move of at most so much to a node. */
static int leads_nowhere(const Search *search, uint32_t node, double most, double least)
{
    return search->is_bounded && most * bound_of(search, find_met(search, node), search->asked->max_steps) < least;
}

static int gather_part(Search *search, uint32_t at, const Part *part, double damping, double least)
{
    const Whole *whole = search->whole;
    uint32_t local = find_local(part, search->met[at].node), first, last;
    int is_visible;
    if (local == NOTHING) return 0;
    bounds_of(part->out_at, local, part->links, &first, &last);
    for (uint32_t link = first; link < last; link++) {
        double force = force_of(part, part->link[link].kind, whole->carries);
        if (force * damping < least || force <= 0 || part->link[link].object >= part->nodes || is_hidden(part, link)) continue;
        if (leads_nowhere(search, whole_of(part, part->link[link].object), force * damping, least)) continue;
        double weight = force * damping * strength_of(whole, part, link, search->asked->without, &is_visible);
        search->seen += (uint64_t)is_visible;
        if (weight > 0 && weight >= least && keep(search, at, whole_of(part, part->link[link].object), weight)) return -1;
    }
    bounds_of(part->in_at, local, part->links, &first, &last);
    for (uint32_t i = first; i < last; i++) {
        uint32_t link = part->in_link[i];
        double force = force_of(part, part->in_kind[i], whole->carries_back);
        look_ahead(part, i, last);
        if (force * damping < least || force <= 0 || link >= part->links || part->link[link].subject >= part->nodes || is_hidden(part, link)) continue;
        if (leads_nowhere(search, whole_of(part, part->link[link].subject), force * damping, least)) continue;
        double weight = force * damping * strength_of(whole, part, link, search->asked->without, &is_visible);
        search->seen += (uint64_t)is_visible;
        if (weight > 0 && weight >= least && keep(search, at, whole_of(part, part->link[link].subject), weight)) return -1;
    }
    return 0;
}

/* Return where the identities of a node begin. */
uint32_t first_same(const Asked *asked, uint32_t node)
{
    uint32_t low = 0, high = asked->sames;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (asked->same_left[middle] < node) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Gather the moves of a node that a route of enough weight can still make: `least` is what a move must weigh. */
int gather_moves(Search *search, uint32_t at)
{
    const Asked *asked = search->asked;
    Whole *whole = search->whole;
    uint32_t node = search->met[at].node;
    double least = search->floor / search->met[at].best * (1 - 1e-12);
    search->met[at].first_move = search->move_count;
    if (node < whole->nodes) {
        double damping = damping_of(whole, node);
        for (uint32_t p = 0; damping >= least && p < whole->parts; p++)
            if (gather_part(search, at, whole->part + p, damping, least)) return -1;
    }
    for (uint32_t low = first_same(asked, node); low < asked->sames && asked->same_left[low] == node; low++, search->seen++)
        if (asked->same_weight[low] > 0 && asked->same_weight[low] >= least &&
            keep(search, at, asked->same_right[low], asked->same_weight[low])) return -1;
    search->met[at].moves = search->move_count - search->met[at].first_move;
    return 0;
}

static int note_order(Search *search, uint32_t at)
{
    if (grow((void **)&search->order, &search->order_room, (uint64_t)search->order_count + 1, sizeof *search->order))
        return -1;
    search->order[search->order_count++] = at;
    return 0;
}

static int push_starts(Search *search)
{
    const Asked *asked = search->asked;
    for (uint32_t i = 0; i < asked->starts; i++) {
        uint32_t at = meet(search, asked->start[i]);
        if (at == NOTHING) return -1;
        Waiting one = {asked->start_weight[i], 0, at};
        if (one.weight * bound_of(search, at, asked->max_steps) >= search->floor &&
            wait_for(search, &search->queue, one)) return -1;
    }
    return 0;
}

/* Collect the moves of every node that a route of weight `floor` can still pass, heaviest first; at most `most` nodes.
   Where a bound cut something off, `is_complete` is 0. Returns -1 where memory is short. */
int explore(Search *search, double floor, uint32_t most)
{
    const Asked *asked = search->asked;
    search->floor = floor;
    if (push_starts(search)) return -1;
    while (search->queue.count) {
        Waiting one = next_waiting(search, &search->queue);
        Met *met = search->met + one.at;
        if (met->best <= 0) {
            if (search->order_count >= most) {
                search->is_complete = 0;
                return 0;
            }
            met->best = one.weight;
            if (note_order(search, one.at)) return -1;
        }
        if (met->fewest <= one.steps || (one.steps && met->is_target)) continue;
        met->fewest = one.steps;
        if (met->first_move == NOTHING) {
            if (search->seen > asked->max_moves) {
                search->is_complete = 0;
                return 0;
            }
            if (gather_moves(search, one.at)) return -1;
        }
        uint32_t first = search->met[one.at].first_move, moves = search->met[one.at].moves;
        for (uint32_t i = first; i < first + moves; i++) {
            double weight = one.weight * search->move[i].weight;
            uint32_t to = search->move[i].to;
            uint32_t steps = one.steps + 1;
            if (weight < floor || (search->met[to].fewest <= steps && search->met[to].best > 0)) continue;
            if (weight * bound_of(search, to, asked->max_steps - steps) < floor) continue;
            if (wait_for(search, &search->queue, (Waiting){weight, steps, to})) return -1;
        }
    }
    return 0;
}
