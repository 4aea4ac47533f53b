/* What a form may reach at most, from what is known of it before its words are read.
 *
 * The score O / (M + 1.75 min(U) + 0.2 |Uq - Ur|) (see find.c) grows with the gain O and with the weight M that
 * answered. So whatever is more than the gains, and more than the weights, gives no less than the score. */
#include "query.h"

#include <string.h>

/* Return the weight of the heaviest form that may reach a floor with answers of weight m and a gain. */
static double heaviest(const Query *q, double m, double gain, double floor)
{
    double all = q->weight, spare = 20 * gain / floor - 20 * m; /* what 35 min(U) + 4 |Uq - Ur| may come to */
    if (spare < 0) return -1;
    if (spare >= 35 * (all - m)) return all + (spare - 35 * (all - m)) / 4;
    return (spare + 35 * m - 4 * all) / 31;
}

uint32_t bound_of(const Segment *s, const Query *q, int32_t matched, int32_t gain, int32_t cores)
{
    double m = matched, g = (double)gain / WHOLE, most;
    if (matched <= 0) return 0;
    if (m > q->weight) m = q->weight;
    if (cores > 1 || (cores == 1 && q->cores <= 1)) most = heaviest(q, m, g, q->floor);
    else if (cores == 1) most = heaviest(q, m, g, q->floor / 0.8);
    else {
        most = heaviest(q, m, g, q->floor / 0.4);
        if (q->weight - m <= FAINT) {
            double lone = heaviest(q, m, g, q->floor);
            if (lone > m + FAINT) lone = m + FAINT;
            if (lone > most) most = lone;
        }
    }
    if (most < 0) return 0;
    return most >= MOST_WEIGHT ? s->forms : s->weight_from[(uint32_t)(most + 1e-6) + 1];
}

void set_lanes(Asker *asker, Query *q)
{
    memset(q->of_hash, 0, sizeof q->of_hash);
    q->lane = asker->lane;
    q->lane_set = asker->lane_set;
    memset(q->lane, 0, sizeof *q->lane);
    q->lane_set[0] = 0;
    q->lanes = 1;
    for (uint32_t k = 0; k < q->count && k < LANES; k++) {
        const Slot *slot = q->slot[k];
        const Near *near = asker->near + slot->near_at;
        for (uint32_t i = 0; i < slot->near_count; i++) {
            uint16_t *of = q->of_hash + mask_of_word(near[i].word);
            if (!*of) {
                *of = (uint16_t)q->lanes;
                memset(q->lane + q->lanes, 0, sizeof *q->lane);
                q->lane_set[q->lanes++] = 0;
            }
            Lanes *lane = q->lane + *of;
            int16_t weight = near[i].weight < slot->weight ? near[i].weight : slot->weight;
            int16_t gain = (int16_t)(near[i].likeness * weight);
            if (gain > lane->gain[k]) lane->gain[k] = gain;
            if (weight > lane->weight[k]) lane->weight[k] = weight;
            q->lane_set[*of] |= (uint8_t)(1u << k);
        }
    }
}

void set_rest(Query *q, uint32_t rest)
{
    q->rest = rest;
    q->free_gain = q->free_weight = q->free_cores = 0;
    memset(q->in_rest, 0, sizeof q->in_rest);
    for (uint32_t k = 0; k < q->count; k++) {
        if (!(rest >> k & 1)) continue;
        if (k < LANES && !q->slot[k]->is_initial) q->in_rest[k] = -1;
        else {
            q->free_gain += q->slot[k]->gain;
            q->free_weight += q->slot[k]->most;
            q->free_cores += q->slot[k]->most >= CORE;
        }
    }
}

Most most_of(const Query *q, const uint16_t *lane, uint32_t words)
{
    int16_t gain[LANES] = {0}, weight[LANES] = {0};
    int32_t given = 0, answered = 0;
    Most most = {0, 0, 0};
    for (uint32_t i = 0; i < words; i++) {
        const Lanes *of = q->lane + lane[i];
        int16_t best = 0, heavy = 0;
        for (int k = 0; k < LANES; k++) {
            int16_t g = of->gain[k] & q->in_rest[k], w = of->weight[k] & q->in_rest[k];
            gain[k] = gain[k] > g ? gain[k] : g;
            weight[k] = weight[k] > w ? weight[k] : w;
            best = best > g ? best : g;
            heavy = heavy > w ? heavy : w;
        }
        given += best;
        answered += heavy;
    }
    for (int k = 0; k < LANES; k++) {
        most.gain += gain[k];
        most.weight += weight[k];
        most.cores += weight[k] >= CORE;
    }
    if (!q->free_weight) { /* else a word without a lane may answer any word of the form */
        if (given < most.gain) most.gain = given;
        if (answered < most.weight) most.weight = answered;
    }
    most.gain += q->free_gain;
    most.weight += q->free_weight;
    most.cores += q->free_cores;
    return most;
}

int may_reach(const Query *q, Most most, uint32_t own_weight)
{
    int32_t all = (int32_t)q->weight, own = (int32_t)own_weight, less = all < own ? all : own;
    int32_t over = all < own ? own - all : all - own, m = most.weight < less ? most.weight : less;
    int32_t gain = most.gain < m * WHOLE ? most.gain : m * WHOLE;
    double floor = q->floor;
    if (most.cores == 0 && less + over - m > FAINT) floor /= 0.4;
    else if (most.cores == 1 && q->cores > 1) floor /= 0.8;
    return 20 * gain >= (floor - 1e-8) * WHOLE * (20 * m + 35 * (less - m) + 4 * over);
}
