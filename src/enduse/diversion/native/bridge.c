/* How much the heaviest way to one target weighs, and how much can still follow on each node of such a way.

   Both ends go on, the heaviest walk first, the end that has cost less before the other. They stop once no walk ahead
   and walk back that are left could together outweigh the best that met: each end then goes down to some root of what
   the way weighs, where one end alone would go all the way. Of what lies beyond, the heaviest walk left is the bound.
   Nothing is carried over from the search of all origins, for a link that an origin denies bears more without it. */
#include "search.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    double *best;                        /* by place among the met: the heaviest walk of at most so many steps */
    Queue queue;
    uint64_t room, looked_at;
    uint32_t rows, is_back;
    double dropped;                      /* the heaviest walk that met the other end and was not followed */
} Side;

typedef struct {
    Search *search;
    Side side[2];
    int has_begun;
    double best, least;                  /* the heaviest way so far, and what a way must weigh to matter */
} Bridge;

static double heaviest(const Side *side)
{
    return side->queue.count ? side->queue.waiting[0].weight : 0;
}

static double walk_to(const Bridge *bridge, const Side *side, uint32_t at, uint32_t steps)
{
    return at < side->rows ? side->best[(uint64_t)at * (bridge->search->asked->max_steps + 1) + steps] : 0;
}

static int make_row(Bridge *bridge, Side *side, uint32_t at)
{
    uint64_t width = bridge->search->asked->max_steps + 1;
    if (at < side->rows) return 0;
    if (grow((void **)&side->best, &side->room, ((uint64_t)at + 1) * width, sizeof *side->best)) return -1;
    memset(side->best + side->rows * width, 0, (at + 1 - side->rows) * width * sizeof *side->best);
    side->rows = at + 1;
    return 0;
}

/* Note a walk to a node, join it with the walks of the other end, and let it wait where it can still matter. */
static int note(Bridge *bridge, Side *side, uint32_t at, uint32_t steps, double weight)
{
    Search *search = bridge->search;
    const Side *other = bridge->side + !side->is_back;
    uint32_t most = search->asked->max_steps;
    if (at == NOTHING || make_row(bridge, side, at)) return -1;
    double *row = side->best + (uint64_t)at * (most + 1);
    if (row[steps] >= weight) return 0;
    for (uint32_t i = steps; i <= most && row[i] < weight; i++) row[i] = weight;
    double joined = weight * walk_to(bridge, other, at, most - steps);
    if (joined > bridge->best) bridge->best = joined;
    if (joined * (1 - SLACK) > bridge->least) bridge->least = joined * (1 - SLACK);
    if (steps == most) return 0;
    if (bridge->has_begun && weight * heaviest(other) < bridge->least) {
        if (joined >= bridge->least && weight > side->dropped) side->dropped = weight;
        return 0;
    }
    return wait_for(search, &side->queue, (Waiting){weight, steps, at});
}

/* Go over one link to another node. What the move weighs hangs on the node that it starts from. */
static int cross(Bridge *bridge, Side *side, const Part *part, uint32_t link, uint32_t end, double most, uint32_t steps)
{
    Search *search = bridge->search;
    const Side *other = bridge->side + !side->is_back;
    int is_visible;
    if (end >= part->nodes || is_hidden(part, link)) return 0;
    uint32_t node = whole_of(part, end), at = find_met(search, node);
    double beyond = at == NOTHING ? 0 : walk_to(bridge, other, at, search->asked->max_steps - steps);
    if (beyond < heaviest(other)) beyond = heaviest(other);
    if (most * beyond < bridge->least) return 0;
    double weight = most * strength_of(search->whole, part, link, search->asked->without, &is_visible);
    side->looked_at += (uint64_t)is_visible;
    if (weight * beyond < bridge->least) return 0;
    if (side->is_back) weight *= damping_of(search->whole, node);
    if (weight <= 0 || weight * beyond < bridge->least) return 0;
    return note(bridge, side, at == NOTHING ? meet(search, node) : at, steps, weight);
}

static int widen_part(Bridge *bridge, Side *side, const Part *part, uint32_t node, double weight, uint32_t steps)
{
    const Whole *whole = bridge->search->whole;
    const double *out = side->is_back ? whole->carries_back : whole->carries;
    const double *in = side->is_back ? whole->carries : whole->carries_back;
    uint32_t local = find_local(part, node), first, last;
    if (local == NOTHING) return 0;
    bounds_of(part->out_at, local, part->links, &first, &last);
    for (uint32_t link = first; link < last; link++) {
        double most = weight * force_of(part, part->link[link].kind, out);
        if (most > 0 && most >= bridge->least && cross(bridge, side, part, link, part->link[link].object, most, steps))
            return -1;
    }
    bounds_of(part->in_at, local, part->links, &first, &last);
    for (uint32_t i = first; i < last; i++) {
        uint32_t link = part->in_link[i];
        double most = weight * force_of(part, part->in_kind[i], in);
        look_ahead(part, i, last);
        if (link < part->links && most > 0 && most >= bridge->least &&
            cross(bridge, side, part, link, part->link[link].subject, most, steps)) return -1;
    }
    return 0;
}

/* Follow the heaviest walk of one end by a step. */
static int go_on(Bridge *bridge, Side *side)
{
    Search *search = bridge->search;
    const Asked *asked = search->asked;
    Waiting one = next_waiting(search, &side->queue);
    if (walk_to(bridge, side, one.at, one.steps) > one.weight) return 0;
    uint32_t node = search->met[one.at].node;
    double weight = one.weight * (side->is_back ? 1 : damping_of(search->whole, node));
    for (uint32_t p = 0; node < search->whole->nodes && p < search->whole->parts; p++)
        if (widen_part(bridge, side, search->whole->part + p, node, weight, one.steps + 1)) return -1;
    for (uint32_t s = first_same(asked, node); s < asked->sames && asked->same_left[s] == node; s++) {
        weight = one.weight * asked->same_weight[s];
        side->looked_at++;
        if (weight > 0 && weight >= bridge->least &&
            note(bridge, side, meet(search, asked->same_right[s]), one.steps + 1, weight)) return -1;
    }
    return 0;
}

/* Tell what an end has cost with its next step, by visible neighbours: what is hidden must not choose the end. */
static double cost_of(const Bridge *bridge, const Side *side)
{
    Whole *whole = bridge->search->whole;
    uint32_t node = bridge->search->met[side->queue.waiting[0].at].node;
    double next = count_links(whole, node) > whole->hub_from ? dg_degree(whole, node) : 0;
    return (double)side->looked_at + (next > whole->hub_from ? next : whole->hub_from);
}

static int begin_ends(Bridge *bridge)
{
    const Asked *asked = bridge->search->asked;
    if (note(bridge, bridge->side + 1, meet(bridge->search, asked->only_target), 0, 1)) return -1;
    for (uint32_t i = 0; i < asked->starts; i++)
        if (asked->start_weight[i] > 0 &&
            note(bridge, bridge->side, meet(bridge->search, asked->start[i]), 0, asked->start_weight[i])) return -1;
    return 0;
}

static int is_falling(const Asked *asked)
{
    for (uint32_t i = 0; i < asked->starts; i++)
        if (asked->start_weight[i] > 1) return 0;
    for (uint32_t i = 0; i < asked->sames; i++)
        if (asked->same_weight[i] > 1) return 0;
    return 1;
}

/* Return the weight of the heaviest way to the only target, 0 where none weighs the floor, -1 where memory is short,
   and 2 where more links than the bound were looked at. Rounding may move its last digits. Between 0 and 1, `bound_of`
   then tells of each node how much a walk from it to the target weighs at most. */
double bridge(Search *search)
{
    const Asked *asked = search->asked;
    Bridge it = {.search = search, .least = asked->floor * (1 - SLACK)};
    Side *ahead = it.side, *back = it.side + 1;
    back->is_back = 1;
    if (!is_falling(asked)) return 2;
    int failed = begin_ends(&it);
    it.has_begun = 1;
    while (!failed && heaviest(ahead) * heaviest(back) >= it.least && heaviest(ahead) * heaviest(back) > it.best &&
           ahead->looked_at + back->looked_at <= asked->max_moves)
        failed = go_on(&it, cost_of(&it, back) < cost_of(&it, ahead) ? back : ahead);
    search->seen = ahead->looked_at + back->looked_at;
    search->back = back->best;
    search->back_rows = back->rows;
    search->beyond = heaviest(back) > back->dropped ? heaviest(back) : back->dropped;
    search->is_bounded = !failed && search->seen <= asked->max_moves;
    free(ahead->best);
    free(ahead->queue.waiting);
    free(back->queue.waiting);
    return failed ? -1 : search->is_bounded ? it.best : 2;
}
