/* How much the heaviest way to one target weighs, from both its ends at once: for each step the lighter end goes on. */
#include "search.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    double *weight[MOST_STEPS + 1];      /* of walks of so many steps, by place among the met; 0: none */
    uint64_t room[MOST_STEPS + 1];
    uint32_t *fresh, *next;
    uint64_t fresh_room, next_room;
    uint32_t fresh_count, next_count, steps;
} Side;

static void side_close(Side *side)
{
    for (int i = 0; i <= MOST_STEPS; i++) free(side->weight[i]);
    free(side->fresh);
    free(side->next);
}

static double weight_at(const Side *side, uint32_t step, uint32_t at)
{
    return at < side->room[step] ? side->weight[step][at] : 0;
}

/* Note a walk of `step` steps; the node is among the fresh of that step from then on. */
static int note(Side *side, uint32_t step, uint32_t at, double weight)
{
    uint64_t before = side->room[step];
    if (at == NOTHING || grow((void **)&side->weight[step], &side->room[step], (uint64_t)at + 1, sizeof(double))) return -1;
    if (side->room[step] > before) memset(side->weight[step] + before, 0, (side->room[step] - before) * sizeof(double));
    if (side->weight[step][at] <= 0) {
        if (grow((void **)&side->next, &side->next_room, (uint64_t)side->next_count + 1, sizeof *side->next)) return -1;
        side->next[side->next_count++] = at;
    }
    if (weight > side->weight[step][at]) side->weight[step][at] = weight;
    return 0;
}

static void turn(Side *side)
{
    uint32_t *swap = side->fresh;
    uint64_t room = side->fresh_room;
    side->fresh = side->next;
    side->fresh_room = side->next_room;
    side->fresh_count = side->next_count;
    side->next = swap;
    side->next_room = room;
    side->next_count = 0;
}

/* Go over one link to another node. What the move weighs hangs on the node that it starts from. */
static int cross(Search *search, Side *side, const Part *part, uint32_t link, uint32_t other, double force,
                 double weight, double damping, int is_back)
{
    Whole *whole = search->whole;
    int is_visible;
    if (other >= part->nodes || is_hidden(part, link) || force <= 0 || force * weight < search->floor) return 0;
    uint32_t node = whole_of(part, other);
    double strength = strength_of(whole, part, link, search->asked->without, &is_visible);
    search->seen += (uint64_t)is_visible;
    if (force * strength * weight < search->floor) return 0;
    double move = force * (is_back ? damping_of(whole, node) : damping) * strength;
    if (move <= 0 || move * weight < search->floor) return 0;
    return note(side, side->steps + 1, meet(search, node), move * weight);
}

static int widen_part(Search *search, Side *side, const Part *part, uint32_t node, double weight, double damping,
                      int is_back)
{
    const double *out = is_back ? search->whole->carries_back : search->whole->carries;
    const double *in = is_back ? search->whole->carries : search->whole->carries_back;
    uint32_t local = find_local(part, node), first, last;
    if (local == NOTHING) return 0;
    bounds_of(part->out_at, local, part->links, &first, &last);
    for (uint32_t link = first; link < last; link++) {
        double force = force_of(part, part->link[link].kind, out);
        if (cross(search, side, part, link, part->link[link].object, force, weight, damping, is_back)) return -1;
    }
    bounds_of(part->in_at, local, part->links, &first, &last);
    for (uint32_t i = first; i < last; i++) {
        uint32_t link = part->in_link[i];
        double force = force_of(part, part->in_kind[i], in);
        look_ahead(part, i, last);
        if (link >= part->links || force * weight * damping < search->floor) continue;
        if (cross(search, side, part, link, part->link[link].subject, force, weight, damping, is_back)) return -1;
    }
    return 0;
}

/* Let one end go a step on. */
static int go_on(Search *search, Side *side, int is_back)
{
    const Asked *asked = search->asked;
    for (uint32_t i = 0; i < side->fresh_count; i++) {
        uint32_t node = search->met[side->fresh[i]].node;
        double weight = weight_at(side, side->steps, side->fresh[i]);
        double damping = is_back ? 1 : damping_of(search->whole, node);
        for (uint32_t p = 0; node < search->whole->nodes && p < search->whole->parts; p++)
            if (damping * weight >= search->floor &&
                widen_part(search, side, search->whole->part + p, node, weight, damping, is_back)) return -1;
        for (uint32_t s = first_same(asked, node); s < asked->sames && asked->same_left[s] == node; s++)
            if (asked->same_weight[s] > 0 && asked->same_weight[s] * weight >= search->floor &&
                note(side, side->steps + 1, meet(search, asked->same_right[s]), asked->same_weight[s] * weight))
                return -1;
    }
    side->steps++;
    turn(side);
    return 0;
}

/* Tell how many visible neighbours the next step would look at: what is hidden must not choose the end to go on. */
static uint64_t work_of(const Search *search, const Side *side)
{
    uint64_t work = 0;
    for (uint32_t i = 0; i < side->fresh_count; i++) work += 1 + dg_degree(search->whole, search->met[side->fresh[i]].node);
    return work;
}

static double join(const Side *ahead, const Side *back, uint32_t met, uint32_t most)
{
    double best = 0;
    for (uint32_t a = 0; a <= ahead->steps; a++)
        for (uint32_t b = 0; b <= back->steps && a + b <= most; b++)
            for (uint32_t at = 0; at < met; at++) {
                double weight = weight_at(ahead, a, at) * weight_at(back, b, at);
                if (weight > best) best = weight;
            }
    return best;
}

/* Return the weight of the heaviest way to the only target, 0 where none weighs the floor, -1 where memory is short,
   and 2 where more links than the bound were looked at. Rounding may move its last digits. */
double bridge(Search *search)
{
    const Asked *asked = search->asked;
    Side ahead = {0}, back = {0};
    double heaviest = 0, best = -1;
    int failed = 0;
    search->floor = asked->floor * (1 - 1e-9);
    for (uint32_t i = 0; i < asked->starts && !failed; i++) {
        if (asked->start_weight[i] > heaviest) heaviest = asked->start_weight[i];
        failed = note(&ahead, 0, meet(search, asked->start[i]), asked->start_weight[i]);
    }
    failed = failed || heaviest > 1 || note(&back, 0, meet(search, asked->only_target), 1);
    turn(&ahead);
    turn(&back);
    while (!failed && ahead.steps + back.steps < asked->max_steps && ahead.fresh_count && back.fresh_count &&
           search->seen <= asked->max_moves) {
        int is_back = work_of(search, &back) < work_of(search, &ahead);
        failed = go_on(search, is_back ? &back : &ahead, is_back);
    }
    if (!failed) best = search->seen > asked->max_moves ? 2 : join(&ahead, &back, search->met_count, asked->max_steps);
    side_close(&ahead);
    side_close(&back);
    return best;
}
