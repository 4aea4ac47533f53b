/* What a form may reach at most, from what is known of it before its words are read.
 *
 * The score O / (M + 1.75 min(U) + 0.2 |Uq - Ur|) (see find.c) grows with the gain O and with the weight M that
 * answered. So whatever is more than the gains, and more than the weights, gives no less than the score. */
#include "query.h"

#include <stdlib.h>
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

static int make_lanes(Asker *asker, uint32_t lanes)
{
    uint32_t places = 256;
    while (places < 2 * lanes) places *= 2;
    if (lanes > asker->lane_room) {
        struct lanes *lane = realloc(asker->lane, 2 * (size_t)lanes * sizeof *lane);
        if (lane) asker->lane = lane;
        uint32_t *of = realloc(asker->lane_of, 2 * (size_t)lanes * sizeof *of);
        if (of) asker->lane_of = of;
        if (!lane || !of) return -1;
        asker->lane_room = 2 * lanes;
    }
    if (places > asker->lane_places) {
        Place *place = realloc(asker->lane_place, places * sizeof *place);
        if (!place) return -1;
        asker->lane_place = place;
        asker->lane_places = places;
    }
    memset(asker->lane_place, 0, places * sizeof *asker->lane_place);
    return (int)places;
}

/* Have lanes for a word that gives to a second word of the query. Returns their number. */
static uint32_t part_lanes(Asker *asker, Query *q, uint32_t lane)
{
    uint32_t k = word_of_lane(lane), number = q->lanes++;
    Lanes *lanes = asker->lane + number;
    memset(lanes, 0, sizeof *lanes);
    lanes->give[k] = lanes->most = given_in(lane);
    lanes->asked = asked_of(q, lane);
    lanes->cores = cores_of(q, lane);
    return number;
}

/* Note what a neighbour gives to the word of the query at place k. Returns the place of its lanes. */
static uint32_t set_lane(Asker *asker, Query *q, uint32_t k, const Near *near)
{
    uint32_t at = (near->word * 0x9E3779B1u) >> q->shift, most = q->slot[k]->weight;
    int32_t weight = near->weight < most ? near->weight : (int32_t)most, given = (near->likeness * weight) << GAIN_AT | weight;
    Place *place = asker->lane_place + at;
    while (place->word && place->word != near->word + 1) place = asker->lane_place + (at = (at + 1) & (q->places - 1));
    if (!place->word) {
        *place = (Place){near->word + 1, ONE_LANE | k << LANE_AT | (uint32_t)given};
        asker->sieve[near->word >> 6 & (SIEVE_SIZE - 1)] |= (uint64_t)1 << (near->word & 63);
        return at;
    }
    if (place->lane & ONE_LANE) place->lane = part_lanes(asker, q, place->lane);
    Lanes *lane = asker->lane + place->lane;
    lane->give[k] = given;
    if (given > lane->most) lane->most = given;
    lane->asked |= 1u << k;
    lane->cores |= (uint32_t)(weight >= CORE) << k;
    return at;
}

int set_lanes(Asker *asker, Query *q)
{
    uint32_t most = 1, count = 0;
    for (uint32_t k = 0; k < q->count && k < LANES; k++) most += q->slot[k]->near_count;
    int places = make_lanes(asker, most);
    if (places < 0) return -1;
    q->places = (uint32_t)places;
    for (q->shift = 32; places > 1; places /= 2) q->shift--;
    q->lane = asker->lane;
    q->place_of = asker->lane_place;
    q->sieve = asker->sieve;
    memset(asker->sieve, 0, sizeof asker->sieve);
    q->lanes = 1;
    memset(asker->lane, 0, sizeof *asker->lane);
    for (uint32_t k = 0; k < q->count && k < LANES; k++)
        for (uint32_t i = 0; i < q->slot[k]->near_count; i++)
            asker->lane_of[count++] = set_lane(asker, q, k, asker->near + q->slot[k]->near_at + i);
    q->free_gain = q->free_weight = q->free_cores = q->most_gain = q->most_weight = 0;
    for (uint32_t k = 0; k < q->count; k++) {
        if (q->slot[k]->gain > q->most_gain) q->most_gain = q->slot[k]->gain;
        if (q->slot[k]->most > q->most_weight) q->most_weight = q->slot[k]->most;
        if (k < LANES && !q->slot[k]->is_initial) continue;
        q->free_gain += q->slot[k]->gain;
        q->free_weight += q->slot[k]->most;
        q->free_cores += q->slot[k]->most >= CORE;
    }
    q->is_exact = !q->free_weight;
    return 0;
}

Given give(const Query *q, const uint32_t *lane, uint32_t lanes, const Lanes *more)
{
    int32_t best[LANES] = {0};
    Given given = {0, 0, 0, 0, 0};
    if (more) memcpy(best, more->give, sizeof best);
    const int words = q->count < LANES ? (int)q->count : LANES;
    for (uint32_t i = 0; i < lanes; i++) {
        int32_t own = most_of(q, lane[i]);
        if (lane[i] & ONE_LANE) {
            uint32_t k = word_of_lane(lane[i]);
            if (best[k] < own) best[k] = own;
        } else {
            const int32_t *of = q->lane[lane[i]].give;
            for (int k = 0; k < words; k++) best[k] = best[k] > of[k] ? best[k] : of[k];
        }
        given.own_gain += own >> GAIN_AT;
        given.own_weight += own & ((1 << GAIN_AT) - 1);
    }
    for (int k = 0; k < words; k++) {
        int32_t weight = best[k] & ((1 << GAIN_AT) - 1);
        given.gain += best[k] >> GAIN_AT;
        given.weight += weight;
        given.cores += weight >= CORE;
    }
    return given;
}

int may_reach(const Query *q, const Given *given, int32_t joined, uint32_t own_weight)
{
    int32_t all = (int32_t)q->weight, own = (int32_t)own_weight, less = all < own ? all : own, over = all + own - 2 * less;
    int32_t gain = given->gain, m = given->weight, cores = given->cores + q->free_cores + joined;
    if (q->is_exact && !joined) { /* else a word of the form may have an answer that no lane tells of */
        if (given->own_gain < gain) gain = given->own_gain;
        if (given->own_weight < m) m = given->own_weight;
    }
    gain += q->free_gain;
    m += q->free_weight;
    if (m > less) m = less;
    if (gain > m * WHOLE) gain = m * WHOLE;
    double floor = q->floor;
    if (cores == 0 && less + over - m > FAINT) floor /= 0.4;
    else if (cores == 1 && q->cores > 1) floor /= 0.8;
    return 20 * gain >= (floor - 1e-8) * WHOLE * (20 * m + 35 * (less - m) + 4 * over);
}

double weigh(const Query *q, const Given *given, uint32_t joined, uint32_t own_weight, uint32_t own_cores)
{
    uint64_t gain = (uint64_t)(given->gain < given->own_gain ? given->gain : given->own_gain), all = q->weight;
    uint64_t m = (uint64_t)(given->weight < given->own_weight ? given->weight : given->own_weight);
    uint32_t cores = joined + (uint32_t)given->cores;
    if (!m || m > own_weight) return 0;
    uint64_t left = all - m, over = own_weight - m, least = left < over ? left : over, most = left < over ? over : left;
    uint64_t part = 20 * gain, whole = (20 * m + 35 * least + 4 * (most - least)) * WHOLE;
    if (cores == 1 && (q->cores > 1 || own_cores > 1)) {
        part *= 4;
        whole *= 5;
    } else if (cores == 0 && most > FAINT) {
        part *= 2;
        whole *= 5;
    }
    return (double)part / (double)whole;
}
