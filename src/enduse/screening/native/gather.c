/* Which forms may reach the floor. */
#include "query.h"

#include <stdlib.h>
#include <string.h>

void forget_candidates(Asker *asker)
{
    asker->candidates = 0;
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

/* Note a form as a candidate; `joined` are words of the query (by place) that two words of it write apart, `state`
 * HAS_RUN tells that it writes words of the query together. Null where memory ran out. */
static Candidate *note_form(Asker *asker, uint32_t form, uint32_t joined, uint32_t state)
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

/* Add the lanes of a word if it has any. Returns how many there are now. */
static inline uint32_t take_lane(const Query *q, uint32_t *lane, uint32_t lanes, uint64_t word)
{
    if (!may_have_lane(q->sieve, (uint32_t)word)) return lanes;
    lane[lanes] = lane_of(q, (uint32_t)word);
    return lanes + (lane[lanes] != 0);
}

static int note_scored(Asker *asker, uint32_t form, double score)
{
    uint32_t before = asker->candidates;
    Candidate *candidate = note_form(asker, form, 0, SCORED);
    if (candidate && asker->candidates > before) candidate->score = score;
    return candidate ? 0 : -1;
}

/* Note the forms of a word that reach the floor, or may where their score cannot be told from their postings. */
static int read_postings(Asker *asker, Query *q, const Task *task)
{
    const Segment *s = &asker->segment;
    const uint64_t *sieve = q->sieve;
    uint32_t lane[MOST_OTHERS + 1];
    lane[0] = lane_of(q, task->word);
    const uint32_t own = lane[0] != 0;
    const Given by_itself = give(q, lane, own, NULL);
    uint32_t entries = 0;
    for (uint32_t at = task->at; at < task->last; at++) {
        const Posting *posting = s->post_entry + at;
        uint64_t low = posting->low, high = posting->high, many = 0;
        uint32_t form = low & FORM_MASK, lanes = own;
        if (form >= task->end || form >= s->forms) break;
        entries++;
        uint32_t first = high & NO_WORD, second = high >> 24 & NO_WORD;
        uint32_t third = (uint32_t)(high >> 48) | (uint32_t)(low >> THIRD_AT & 0xFF) << 16;
        if (may_have_lane(sieve, first) | may_have_lane(sieve, second) | may_have_lane(sieve, third)) {
            lanes = take_lane(q, lane, lanes, first);
            lanes = take_lane(q, lane, lanes, second);
            lanes = take_lane(q, lane, lanes, third);
        }
        if (low & WIDE) {
            if (++at == task->last) break;
            posting++;
            lanes = take_lane(q, lane, lanes, posting->low & NO_WORD);
            lanes = take_lane(q, lane, lanes, posting->low >> 24 & NO_WORD);
            lanes = take_lane(q, lane, lanes, posting->low >> 48 | (posting->high & 0xFF) << 16);
            lanes = take_lane(q, lane, lanes, posting->high >> 8 & NO_WORD);
            lanes = take_lane(q, lane, lanes, posting->high >> 32 & NO_WORD);
            many = posting->high & MANY;
        }
        if (lanes == own && !many && form >= task->alone) continue;
        Given given = lanes == own ? by_itself : give(q, lane, lanes, NULL);
        uint32_t weight = low >> WEIGHT_AT & 0xFFF, cores = low >> CORES_AT & 3;
        if (!many && q->is_exact) {
            double score = weigh(q, &given, 0, weight, cores);
            if (score + 1e-9 >= q->floor && note_scored(asker, form, score)) return -1;
        } else if ((many || may_reach(q, &given, 0, weight)) && !note_form(asker, form, 0, TO_SCORE)) return -1;
    }
    asker->entries_read += entries;
    return 0;
}

#define MOST_KNOWN 64
typedef struct { uint32_t key, end, alone; } Known; /* the bounds that go with a gain and a weight */

/* Set down the words near one of the query whose postings are worth reading. Returns 0, or 1 where none of them nor of
 * the words that come after can carry a form to the floor, or -1. */
static int list_tasks(Asker *asker, Query *q, uint32_t k, uint32_t rest)
{
    const Segment *s = &asker->segment;
    const Slot *slot = q->slot[k];
    Known known[MOST_KNOWN] = {{0, 0, 0}};
    int32_t gain = 0, weight = 0, cores = 0;
    for (uint32_t i = 0; i < q->count; i++) {
        if (!(rest >> i & 1)) continue;
        gain += q->slot[i]->gain;
        weight += q->slot[i]->most;
        cores += q->slot[i]->most >= CORE;
    }
    if (!bound_of(s, q, weight, gain, cores)) return 1;
    gain -= slot->gain;
    weight -= slot->most;
    cores -= slot->most >= CORE;
    while (asker->tasks + slot->near_count > asker->task_room) {
        Task *all = realloc(asker->task, 2 * (size_t)asker->task_room * sizeof *all);
        if (!all) return -1;
        asker->task = all;
        asker->task_room *= 2;
    }
    for (uint32_t i = 0; i < slot->near_count; i++) {
        const Near *near = asker->near + slot->near_at + i;
        int32_t own = near->weight < slot->weight ? near->weight : slot->weight, given = own * near->likeness;
        uint32_t key = ((uint32_t)given << 8 | (uint32_t)own) + 1;
        Known *bounds = known + (key * 0x9E3779B1u >> 26);
        if (bounds->key != key) {
            bounds->key = key;
            bounds->end = bound_of(s, q, weight + own, gain + given, cores + (own >= CORE));
            bounds->alone = bound_of(s, q, own + q->free_weight, given + q->free_gain, (own >= CORE) + q->free_cores);
        }
        if (!bounds->end || s->weight_from[2 * near->lightest] >= bounds->end) continue;
        Task *task = asker->task + asker->tasks++;
        *task = (Task){near->word, 0, 0, bounds->end, bounds->alone};
        __builtin_prefetch(s->post_at + near->word);
        uint32_t lane = lane_of(q, near->word);
        Given all = give(q, &lane, 1, NULL);
        if (all.gain != given) /* it answers other words as well */
            task->alone = bound_of(s, q, all.weight + q->free_weight, all.gain + q->free_gain, all.cores + q->free_cores);
    }
    return 0;
}

#define AHEAD 12 /* lists of postings that memory is asked for ahead of their turn */

static void open_task(const Segment *s, Task *task)
{
    task->at = s->post_at[task->word];
    task->last = s->post_at[task->word + 1];
    if (task->last > s->post_count) task->last = s->post_count;
    if (task->at < task->last) __builtin_prefetch(s->post_entry + task->at);
}

int gather_words(Asker *asker, Query *q)
{
    const Segment *s = &asker->segment;
    uint32_t rest = 0, k = 0;
    for (uint32_t i = 0; i < q->count; i++) rest |= (uint32_t)(q->slot[i]->near_count || q->slot[i]->is_initial) << i;
    asker->tasks = 0;
    for (; k < q->count && !q->slot[k]->is_initial; rest &= ~(1u << k++)) {
        int code = list_tasks(asker, q, k, rest);
        if (code < 0) return -1;
        if (code) break;
    }
    for (uint32_t i = 0; i < asker->tasks + AHEAD; i++) {
        if (i < asker->tasks) open_task(s, asker->task + i);
        if (i >= AHEAD && read_postings(asker, q, asker->task + i - AHEAD)) return -1;
    }
    return 0;
}

static void note_runs(const Asker *asker, Query *q, const uint8_t *text, uint32_t length, uint32_t of)
{
    uint32_t word[4], count = same_words(asker, text, length, word, 4);
    for (uint32_t i = 0; i < count && q->runs < MOST_RUNS; i++) {
        q->run[q->runs].word = word[i];
        q->run[q->runs++].of = of;
    }
}

/* Return the first form that is too heavy even if all words answer and some are written together, which counts as one
 * word of 0.55 more. */
static uint32_t bound_joined(const Segment *s, const Query *q)
{
    return bound_of(s, q, (int32_t)q->weight, (int32_t)(q->weight * WHOLE), (int32_t)q->cores + 1);
}

/* Find the words of the segment that write together what the query writes apart, and note the forms with them. */
int gather_runs(Asker *asker, Query *q, const uint8_t *line, const uint32_t *start, const uint32_t *size, uint32_t words)
{
    const Segment *s = &asker->segment;
    uint8_t joined[MOST_LETTERS * MOST_WORDS];
    uint32_t whole = 0;
    for (uint32_t i = 0; i < words; i++) {
        memcpy(joined + whole, line + start[i], size[i]);
        whole += size[i];
        if (i && size[i - 1] + size[i] <= MOST_LETTERS) {
            uint32_t length = size[i - 1] + size[i];
            note_runs(asker, q, joined + whole - length, length, 3u << (i - 1));
        }
    }
    if (words > 2 && whole <= MOST_LETTERS)
        note_runs(asker, q, joined, whole, (uint32_t)(((uint64_t)1 << words) - 1));
    const uint32_t end = q->runs ? bound_joined(s, q) : 0;
    for (uint32_t i = 0; i < q->runs; i++) {
        uint32_t at = s->post_at[q->run[i].word], last = s->post_at[q->run[i].word + 1];
        for (; at < last && at < s->post_count; at++) {
            uint32_t form = s->post_entry[at].low & FORM_MASK;
            if (form >= end || form >= s->forms) break;
            at += (s->post_entry[at].low & WIDE) != 0;
            if (!note_form(asker, form, 0, HAS_RUN)) return -1;
        }
    }
    return 0;
}

/* Note the forms that write apart what a word of the query writes together. */
int gather_joins(Asker *asker, Query *q)
{
    const Segment *s = &asker->segment;
    uint32_t last = bound_joined(s, q);
    for (uint32_t k = 0; k < q->count; k++) {
        const Slot *slot = q->slot[k];
        uint64_t hash = hash_letters(slot->text, slot->length);
        uint32_t place = place_of(hash, s->join_shift), end = s->join_at[place + 1];
        if (slot->length < 3) continue;
        if (end > s->join_count) end = s->join_count;
        for (uint32_t e = s->join_at[place]; e < end; e++)
            if (s->join_entry[e].print == (uint32_t)hash && s->join_entry[e].word < last &&
                !note_form(asker, s->join_entry[e].word, 1u << q->place[k], TO_SCORE))
                return -1;
    }
    return 0;
}

