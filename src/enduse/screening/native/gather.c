/* Which forms may reach the floor. */
#include "query.h"

#include <stdlib.h>
#include <string.h>

void forget_candidates(Asker *asker)
{
    asker->candidates = asker->settled = 0;
    asker->candidate_places = FEW_PLACES;
    memset(asker->candidate_at, 0, FEW_PLACES * sizeof *asker->candidate_at);
}

/* Have twice the places for candidates. Returns 0, or -1 where memory ran out. */
static int grow_candidates(Asker *asker)
{
    uint32_t places = asker->candidate_places * 2;
    if (places > asker->candidate_room) {
        Candidate *all = realloc(asker->candidate, places / 2 * sizeof *all);
        if (all) asker->candidate = all;
        uint32_t *where = realloc(asker->candidate_at, places * sizeof *where);
        if (where) asker->candidate_at = where;
        if (!all || !where) return -1;
        asker->candidate_room = places;
    }
    memset(asker->candidate_at, 0, places * sizeof *asker->candidate_at);
    for (uint32_t i = 0; i < asker->candidates; i++) {
        uint32_t at = (asker->candidate[i].form * 0x9E3779B1u) >> 7 & (places - 1);
        while (asker->candidate_at[at]) at = (at + 1) & (places - 1);
        asker->candidate_at[at] = i + 1;
    }
    asker->candidate_places = places;
    return 0;
}

Candidate *note_form(Asker *asker, uint32_t form, uint32_t joined, uint32_t state)
{
    if (asker->candidates * 2 >= asker->candidate_places && grow_candidates(asker)) return NULL;
    uint32_t at = (form * 0x9E3779B1u) >> 7 & (asker->candidate_places - 1);
    for (; asker->candidate_at[at]; at = (at + 1) & (asker->candidate_places - 1)) {
        Candidate *known = asker->candidate + asker->candidate_at[at] - 1;
        if (known->form != form) continue;
        known->joined |= joined;
        if (state == HAS_RUN) known->state = state;
        return known;
    }
    Candidate *candidate = asker->candidate + asker->candidates;
    asker->candidate_at[at] = ++asker->candidates;
    *candidate = (Candidate){form, joined, state, 0};
    __builtin_prefetch((state == SCORED ? asker->segment.row_at : asker->segment.form_at) + form);
    return candidate;
}

static int note_scored(Asker *asker, uint32_t form, double score)
{
    uint32_t before = asker->candidates;
    Candidate *candidate = note_form(asker, form, 0, SCORED);
    if (candidate && asker->candidates > before) candidate->score = score;
    return candidate ? 0 : -1;
}

/* The words of a form that give to the query: their lanes, how many there are, and what they give at most. */
typedef struct { uint32_t lane[1 + MOST_OTHERS], lanes, asked, cores; int32_t gain, weight; } Giving;

static inline void take_lane(const Query *q, Giving *giving, uint64_t word)
{
    if (!may_have_lane(q->sieve, (uint32_t)word)) return;
    const Place *place = find_lane(q, (uint32_t)word);
    if (!place->word) return;
    giving->lane[giving->lanes++] = place->lane;
    int32_t most = most_of(q, place->lane);
    giving->asked |= asked_of(q, place->lane);
    giving->cores |= cores_of(q, place->lane);
    giving->gain += most >> GAIN_AT;
    giving->weight += most & ((1 << GAIN_AT) - 1);
}

/* Set how far the postings of a task are to be read. */
static void bound_task(const Segment *s, const Query *q, Task *task)
{
    Given all = give(q, &task->lane, 1, NULL);
    int32_t cores = task->weight >= CORE;
    task->end = bound_of(s, q, q->rest_weight + task->weight, q->rest_gain + task->gain, q->rest_cores + cores);
    if (task->lane) cores = all.cores;
    else all = (Given){task->gain, task->weight, cores, 0, 0};
    task->alone = bound_of(s, q, all.weight + q->free_weight, all.gain + q->free_gain, cores + q->free_cores);
}

#define FEW_OTHERS 4 /* words of a form for which it is told how far the postings are to be read */
#define SOON 4       /* entries of a list after which that pays */

/* Set how far the postings of a task are to be read, by how many other words of a form may give to the query. */
static void bound_others(const Segment *s, const Query *q, const Task *task, const Giving *own, uint32_t *reach)
{
    for (uint32_t n = 0; n < FEW_OTHERS; n++) {
        int32_t weight = own->weight + (int32_t)n * q->most_weight, gain = own->gain + (int32_t)n * q->most_gain;
        uint32_t end = n ? bound_of(s, q, weight, gain, 2) : task->alone;
        reach[n] = q->is_exact && end < task->end ? end : n ? task->end : task->alone;
    }
}

#define SETTLE_AT 16 /* candidates that are settled at once where that may raise the floor */

/* Settle the candidates where that may raise the floor. */
static int may_settle(Asker *asker, Query *q)
{
    uint32_t more = asker->candidates - asker->settled;
    return more >= SETTLE_AT && asker->best.count + more >= asker->best.limit ? settle(asker, q) : 0;
}

/* Note a form if it may reach the floor: with its promise, where its posting tells it. Returns 0, or -1. */
static int note_giving(Asker *asker, Query *q, const Giving *giving, uint64_t low, int is_more)
{
    uint32_t form = low & FORM_MASK, weight = low >> WEIGHT_AT & 0xFFF;
    if (is_more) return note_form(asker, form, 0, TO_SCORE) ? 0 : -1;
    if (q->is_exact) { /* what its words give is enough in many cases */
        int32_t cores = (int32_t)(giving->cores & (giving->cores - 1) ? 2 : giving->cores != 0);
        Given most = {giving->gain, giving->weight, cores, giving->gain, giving->weight};
        if (!may_reach(q, &most, 0, weight)) return 0;
    }
    Given given = give(q, giving->lane, giving->lanes, NULL);
    if (!q->is_exact) return !may_reach(q, &given, 0, weight) || note_form(asker, form, 0, TO_SCORE) ? 0 : -1;
    double score = weigh(q, &given, 0, weight, low >> CORES_AT & 3);
    return score + 1e-9 >= q->floor ? note_scored(asker, form, score) : 0;
}

/* Tell how many of the other words of an entry that has no second one may give to the query. */
static inline uint32_t count_giving(const uint64_t *sieve, const Posting *posting)
{
    uint64_t high = posting->high;
    return may_have_lane(sieve, (uint32_t)high) + may_have_lane(sieve, (uint32_t)(high >> 24)) +
           may_have_lane(sieve, (uint32_t)(high >> 48)); /* the lower bits of each are enough */
}

/* Note the form of an entry as far as its other words give to the query. Returns 0, or -1 where memory ran out. */
static int read_posting(Asker *asker, Query *q, const Task *task, const Giving *own, uint64_t low, const Others *others)
{
    Giving giving;
    giving.lane[0] = own->lane[0];
    giving.lanes = own->lanes;
    giving.asked = own->asked;
    giving.cores = own->cores;
    giving.gain = own->gain;
    giving.weight = own->weight;
    for (uint32_t i = 0; i < others->words; i++) take_lane(q, &giving, others->word[i]);
    if (giving.asked & q->done) return 0;
    if (giving.lanes == own->lanes && !others->is_more && (low & FORM_MASK) >= task->alone) return 0;
    return note_giving(asker, q, &giving, low, others->is_more) || may_settle(asker, q) ? -1 : 0;
}

/* Return the first entry from `at` on, of those that have no second one, of a form that so many other words as give to the
 * query may carry to the floor; or one that must be looked at otherwise. */
static uint32_t skip_postings(const Posting *entry, uint32_t at, uint32_t count, const uint64_t *sieve, uint32_t end,
                              const uint32_t *reach)
{
    for (; at < count; at++) {
        uint32_t form = entry[at].low & FORM_MASK;
        if (form >= end || entry[at].low & (WIDE | LAST) || form < reach[count_giving(sieve, entry + at)]) return at;
    }
    return at;
}

/* Note the forms of a word that reach the floor, or may where their score cannot be told from their postings. Forms with
 * an answer to a word of the query whose postings were read before are known already. Most entries have no other word
 * that gives, which is told first. */
static int read_postings(Asker *asker, Query *q, Task *task)
{
    const Segment *s = &asker->segment;
    const uint64_t *sieve = q->sieve;
    Giving own = {{0}, 0, 0, 0, 0, 0};
    Others others;
    double floor = q->floor;
    uint32_t reach[FEW_OTHERS] = {task->alone, task->end, task->end, task->end}, read = 0;
    take_lane(q, &own, task->word);
    for (uint32_t at = task->at, taken, is_last = 0; at < s->post_count && !is_last; at += taken) {
        if (read >= SOON) {
            uint32_t before = at;
            at = skip_postings(s->post_entry, at, s->post_count, sieve, task->end, reach);
            read += at - before;
            if (at >= s->post_count) break;
        }
        const Posting *posting = s->post_entry + at;
        uint32_t form = posting->low & FORM_MASK;
        if (form >= task->end || form >= s->forms) break;
        is_last = (posting->low & LAST) != 0;
        if (++read == SOON) bound_others(s, q, task, &own, reach);
        taken = 1;
        if (!(posting->low & WIDE)) {
            if (form >= reach[FEW_OTHERS - 1] || form >= reach[count_giving(sieve, posting)]) continue;
            read_others(posting, 1, &others);
        } else {
            uint32_t may = 0;
            if (!(taken = read_others(posting, s->post_count - at, &others))) break;
            for (uint32_t i = 0; i < MOST_OTHERS; i++) may += may_have_lane(sieve, others.word[i]);
            if (may < FEW_OTHERS && form >= reach[may] && !others.is_more) continue;
        }
        if (read_posting(asker, q, task, &own, posting->low, &others)) return -1;
        if (q->floor > floor) {
            bound_task(s, q, task);
            bound_others(s, q, task, &own, reach);
            floor = q->floor;
        }
    }
    asker->entries_read += read;
    return 0;
}

#define MOST_KNOWN 64
typedef struct { uint32_t key, end, alone; } Known; /* the bounds that go with a gain and a weight */

/* Set down a word near one of the query, with its lanes (`place` says where they are, where that is known), if its postings are worth reading. */
static void list_task(Asker *asker, const Query *q, uint32_t k, Known *known, const Near *near,
                      const uint32_t *place)
{
    const Segment *s = &asker->segment;
    int32_t most = q->slot[k]->weight, own = near->weight < most ? near->weight : most, given = own * near->likeness;
    uint32_t key = ((uint32_t)given << 8 | (uint32_t)own) + 1;
    Known *bounds = known + (key * 0x9E3779B1u >> 26);
    Task task = {.word = near->word, .at = near->posts, .gain = given, .weight = own};
    if (bounds->key != key) {
        bounds->key = key;
        bound_task(s, q, &task);
        bounds->end = task.end;
        bounds->alone = task.alone;
    }
    if (!bounds->end || s->weight_from[2 * near->lightest] >= bounds->end) return;
    uint32_t lane = place ? q->place_of[*place].lane : lane_of(q, near->word);
    if (asked_of(q, lane) & q->done) return; /* all its forms are known */
    task.end = bounds->end;
    task.alone = bounds->alone;
    task.lane = lane;
    if (asked_of(q, lane) != (k < LANES ? 1u << k : 0)) bound_task(s, q, &task); /* it answers other words as well */
    asker->task[asker->tasks++] = task;
}

/* Set down the words near one of the query whose postings are worth reading, those nearly the same first. Returns 0, or 1
 * where none of them nor of the words that come after can carry a form to the floor, or -1. */
static int list_tasks(Asker *asker, Query *q, uint32_t k, const uint32_t *place)
{
    const Slot *slot = q->slot[k];
    Known known[MOST_KNOWN] = {{0, 0, 0}};
    asker->tasks = 0;
    if (!bound_of(&asker->segment, q, q->rest_weight, q->rest_gain, q->rest_cores)) return 1;
    q->rest_gain -= slot->gain;
    q->rest_weight -= slot->most;
    q->rest_cores -= slot->most >= CORE;
    while (slot->near_count > asker->task_room) {
        Task *all = realloc(asker->task, 2 * (size_t)asker->task_room * sizeof *all);
        if (!all) return -1;
        asker->task = all;
        asker->task_room *= 2;
    }
    for (uint32_t i = 0; i < slot->near_count; i++) {
        const Near *near = asker->near + slot->near_at + i;
        list_task(asker, q, k, known, near, k < LANES ? place + i : NULL);
    }
    return 0;
}

#define AHEAD 12 /* lists of postings that memory is asked for ahead of their turn */

int gather_words(Asker *asker, Query *q)
{
    const Segment *s = &asker->segment;
    const uint32_t *place = asker->lane_of;
    q->rest_gain = q->rest_weight = q->rest_cores = 0;
    for (uint32_t k = 0; k < q->count; k++) {
        if (!q->slot[k]->near_count && !q->slot[k]->is_initial) continue;
        q->rest_gain += q->slot[k]->gain;
        q->rest_weight += q->slot[k]->most;
        q->rest_cores += q->slot[k]->most >= CORE;
    }
    for (uint32_t k = 0; k < q->count && !q->slot[k]->is_initial; place += q->slot[k++]->near_count) {
        double floor = q->floor;
        int code = list_tasks(asker, q, k, place);
        if (code) return code < 0 ? -1 : 0;
        for (uint32_t i = 0; i < asker->tasks + AHEAD; i++) {
            if (i < asker->tasks) __builtin_prefetch(s->post_entry + asker->task[i].at);
            if (i < AHEAD) continue;
            Task *task = asker->task + i - AHEAD;
            if (q->floor > floor) bound_task(s, q, task);
            if (read_postings(asker, q, task)) return -1;
        }
        if (k < LANES) q->done |= 1u << k;
    }
    return 0;
}
