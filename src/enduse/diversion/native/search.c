/* The heaviest routes that differ, built best first with what lies ahead as the guide. */
#include "search.h"

#include <stdlib.h>
#include <string.h>

/* Measure for each node met the best weight that leads on to a target within so many steps. */
static int look_back(Search *search)
{
    uint32_t count = search->met_count, steps = search->asked->max_steps;
    if (grow((void **)&search->ahead, &search->ahead_room, (uint64_t)count * (steps + 1), sizeof *search->ahead))
        return -1;
    for (uint32_t at = 0; at < count; at++) search->ahead[at] = search->met[at].is_target;
    for (uint32_t step = 1; step <= steps; step++) {
        const double *nearer = search->ahead + (uint64_t)(step - 1) * count;
        double *ahead = search->ahead + (uint64_t)step * count;
        memcpy(ahead, nearer, count * sizeof *ahead);
        for (uint32_t i = 0; i < search->order_count; i++) {
            const Met *met = search->met + search->order[i];
            if (met->is_target || met->first_move == NOTHING) continue;
            double best = 0;
            for (uint32_t m = met->first_move; m < met->first_move + met->moves; m++) {
                double weight = search->move[m].weight * nearer[search->move[m].to];
                if (weight > best) best = weight;
            }
            if (best > 0) ahead[search->order[i]] = best;
        }
    }
    return 0;
}

static uint32_t trail_of(const Search *search, uint32_t label, uint32_t *trail)
{
    uint32_t length = search->label[label].depth + 1;
    for (uint32_t i = length; i; i--) {
        trail[i - 1] = search->label[label].at;
        label = search->label[label].parent;
    }
    return length;
}

/* Order labels: by promise; then by the entities on the way; then what goes on before what is done. */
static int label_first(const Search *search, uint32_t left, uint32_t right)
{
    const Label *a = search->label + left, *b = search->label + right;
    if (a->promise != b->promise) return a->promise > b->promise;
    uint32_t mine[MOST_STEPS + 1], theirs[MOST_STEPS + 1];
    uint32_t m = trail_of(search, left, mine), t = trail_of(search, right, theirs);
    for (uint32_t i = 0; i < m && i < t; i++)
        if (mine[i] != theirs[i]) return rank_before(search, mine[i], theirs[i]);
    return m != t ? m < t : a->is_done < b->is_done;
}

static int push_label(Search *search, Label label)
{
    if (grow((void **)&search->label, &search->label_room, (uint64_t)search->label_count + 1, sizeof label) ||
        grow((void **)&search->heap, &search->heap_room, (uint64_t)search->heap_count + 1, sizeof *search->heap))
        return -1;
    uint32_t number = search->label_count++, at = search->heap_count++;
    search->label[number] = label;
    while (at) {
        uint32_t above = (at - 1) / 2;
        if (!label_first(search, number, search->heap[above])) break;
        search->heap[at] = search->heap[above];
        at = above;
    }
    search->heap[at] = number;
    return 0;
}

static uint32_t pop_label(Search *search)
{
    uint32_t top = search->heap[0], last = search->heap[--search->heap_count], at = 0, count = search->heap_count;
    for (;;) {
        uint32_t below = 2 * at + 1;
        if (below >= count) break;
        if (below + 1 < count && label_first(search, search->heap[below + 1], search->heap[below])) below++;
        if (!label_first(search, search->heap[below], last)) break;
        search->heap[at] = search->heap[below];
        at = below;
    }
    if (count) search->heap[at] = last;
    return top;
}

static int holds(const uint32_t *nodes, uint32_t count, uint32_t node)
{
    for (uint32_t i = 0; i < count; i++)
        if (nodes[i] == node) return 1;
    return 0;
}

static int lies_on(const uint32_t *some, uint32_t count, const uint32_t *others, uint32_t all)
{
    for (uint32_t i = 1; i + 1 < count; i++)
        if (all < 3 || !holds(others + 1, all - 2, some[i])) return 0;
    return 1;
}

/* Tell whether two routes are different ways: see `paths.search_paths`. */
static int differ(const uint32_t *one, uint32_t count, const uint32_t *other, uint32_t all)
{
    if (one[count - 1] != other[all - 1]) return 1;
    int mine = count > 2, theirs = all > 2;
    if (!mine || !theirs) return mine || theirs || one[0] != other[0];
    return !lies_on(one, count, other, all) && !lies_on(other, all, one, count);
}

typedef struct {
    uint32_t *nodes, *length, count, width;
    double *weight;
} Routes;

/* Note a route if it differs from all that were noted. The places are those among the met until `name_nodes`. */
static void note_route(const Search *search, uint32_t label, Routes *routes)
{
    uint32_t trail[MOST_STEPS + 1], length = trail_of(search, label, trail);
    for (uint32_t i = 0; i < routes->count; i++)
        if (!differ(trail, length, routes->nodes + (size_t)i * routes->width, routes->length[i])) return;
    memcpy(routes->nodes + (size_t)routes->count * routes->width, trail, length * sizeof *trail);
    routes->length[routes->count] = length;
    routes->weight[routes->count++] = search->label[label].reach;
}

static int push_first(Search *search)
{
    const Asked *asked = search->asked;
    for (uint32_t i = 0; i < asked->starts; i++) {
        uint32_t at = meet(search, asked->start[i]);
        double weight = asked->start_weight[i];
        if (search->met[at].is_target && weight >= search->floor &&
            push_label(search, (Label){weight, weight, NOTHING, at, 0, 1})) return -1;
        double promise = weight * search->ahead[(uint64_t)asked->max_steps * search->met_count + at];
        if (promise >= search->floor && push_label(search, (Label){weight, weight, NOTHING, at, 0, 0})) return -1;
    }
    return 0;
}

static int go_on(Search *search, uint32_t number)
{
    Label from = search->label[number];
    const Met *met = search->met + from.at;
    uint32_t trail[MOST_STEPS + 1], length = trail_of(search, number, trail);
    uint32_t left = search->asked->max_steps - from.depth - 1;
    const double *ahead = search->ahead + (uint64_t)left * search->met_count;
    for (uint32_t m = met->first_move; m < met->first_move + met->moves; m++) {
        uint32_t to = search->move[m].to;
        double reach = from.reach * search->move[m].weight, promise = reach * ahead[to];
        if (promise < search->floor || holds(trail, length, to)) continue;
        Label label = {promise, reach, number, to, from.depth + 1, search->met[to].is_target};
        if (push_label(search, label)) return -1;
    }
    return 0;
}

static int build(Search *search, Routes *routes)
{
    uint64_t looked_at = 0;
    if (push_first(search)) return -1;
    while (search->heap_count && routes->count < search->asked->limit) {
        uint32_t number = pop_label(search);
        const Label *label = search->label + number;
        const Met *met = search->met + label->at;
        if (label->is_done) {
            note_route(search, number, routes);
            continue;
        }
        if (label->depth >= search->asked->max_steps || met->first_move == NOTHING) continue;
        looked_at += met->moves;
        if (looked_at > search->asked->max_moves) {
            search->is_complete = 0;
            return 0;
        }
        if (go_on(search, number)) return -1;
    }
    return 0;
}

/* Forget all but what was looked at, to begin again with a lower floor. */
static void begin(Search *search)
{
    search->met_count = search->move_count = search->queue.count = 0;
    search->label_count = search->order_count = search->heap_count = 0;
    search->seen = 0;
    search->is_complete = 1;
    search->is_bounded = 0;
    memset(search->table, 0xFF, sizeof *search->table << search->table_bits);
}

/* Forget what was looked at, but keep the places of the nodes met, for their bounds. */
static void begin_bounded(Search *search)
{
    for (uint32_t at = 0; at < search->met_count; at++)
        search->met[at] = (Met){.node = search->met[at].node, .fewest = search->asked->max_steps,
                                .first_move = NOTHING, .is_target = search->met[at].is_target};
    search->seen = 0;
    search->is_complete = 1;
}

static int is_sound(const Whole *whole, const Asked *asked)
{
    if (asked->max_steps > MOST_STEPS || asked->nodes < whole->nodes || asked->floor <= 0) return 0;
    for (uint32_t i = 0; i < asked->starts; i++)
        if (asked->start[i] >= asked->nodes) return 0;
    for (uint32_t i = 0; i < asked->sames; i++)
        if (asked->same_left[i] >= asked->nodes || asked->same_right[i] >= asked->nodes) return 0;
    return 1;
}

/* Find the heaviest routes that differ: `limit` rows of max_steps + 1 nodes, with lengths and weights.

   It looks at the heavy part first and goes lower only while routes are wanting: what lies above a floor
   comes out the same whatever the floor. `told` gets what was looked at in the last round, and whether that was all.
   Returns the number of routes, -1 where memory is short, -2 where the question is not sound. */
API int64_t dg_find(Whole *whole, const Asked *asked, uint32_t *nodes, uint32_t *length, double *weight, uint64_t *told)
{
    Search search;
    Routes routes = {nodes, length, 0, asked->max_steps + 1, weight};
    if (!is_sound(whole, asked)) return -2;
    int failed = search_open(&search, whole, asked);
    int is_bounded = 0;
    double floor = asked->first_floor > asked->floor ? asked->first_floor : asked->floor;
    if (!failed && asked->only_target != NOTHING && asked->limit) {
        begin(&search);
        double best = bridge(&search);
        failed = best < 0;
        if (!best) told[1] = 1;
        is_bounded = best <= 1 && best > asked->floor;
        if (is_bounded) floor = best * (1 - SLACK);
        if (best <= 0) {
            told[0] = search.seen;
            search_close(&search);
            return failed ? -1 : 0;
        }
    }
    while (!failed) {
        if (is_bounded) begin_bounded(&search);
        else begin(&search);
        is_bounded = 0;
        routes.count = 0;
        failed = explore(&search, floor, NOTHING) || look_back(&search) || build(&search, &routes);
        if (failed || routes.count >= asked->limit || !search.is_complete || floor <= asked->floor) break;
        floor = floor * asked->next_floor > asked->floor ? floor * asked->next_floor : asked->floor;
    }
    for (uint32_t i = 0; !failed && i < routes.count; i++)
        for (uint32_t j = 0; j < length[i]; j++) {
            uint32_t *node = nodes + (size_t)i * routes.width + j;
            *node = search.met[*node].node;
        }
    told[0] = search.seen;
    told[1] = (uint64_t)search.is_complete;
    search_close(&search);
    return failed ? -1 : (int64_t)routes.count;
}

/* List the nodes that a route of enough weight can pass, heaviest first, at most `most`. Returns as `dg_find`. */
API int64_t dg_reach(Whole *whole, const Asked *asked, uint32_t *nodes, uint64_t *told)
{
    Search search;
    if (!is_sound(whole, asked)) return -2;
    int failed = search_open(&search, whole, asked);
    if (!failed) {
        begin(&search);
        failed = explore(&search, asked->floor, asked->most);
    }
    uint32_t count = failed ? 0 : search.order_count;
    for (uint32_t i = 0; i < count; i++) nodes[i] = search.met[search.order[i]].node;
    told[0] = search.seen;
    told[1] = (uint64_t)search.is_complete;
    search_close(&search);
    return failed ? -1 : (int64_t)count;
}

/* List the visible links of a node: part, link, two numbers each. Returns how many there are, `room` or more. */
API uint64_t dg_links(Whole *whole, uint32_t node, uint32_t *found, uint64_t room)
{
    uint64_t count = 0;
    for (uint32_t p = 0; p < whole->parts; p++) {
        const Part *part = whole->part + p;
        uint32_t local = node < whole->nodes ? find_local(part, node) : NOTHING, first, last, ins, outs;
        if (local == NOTHING) continue;
        bounds_of(part->out_at, local, part->links, &first, &last);
        outs = last > first ? last - first : 0;
        uint32_t in_first, in_last;
        bounds_of(part->in_at, local, part->links, &in_first, &in_last);
        ins = in_last > in_first ? in_last - in_first : 0;
        for (uint32_t i = 0; i < outs + ins; i++) {
            uint32_t link = i < outs ? first + i : part->in_link[in_first + i - outs];
            if (link >= part->links || is_hidden(part, link) || !is_link_seen(whole, part, link)) continue;
            if (count < room) {
                found[2 * count] = p;
                found[2 * count + 1] = link;
            }
            count++;
        }
    }
    return count;
}
