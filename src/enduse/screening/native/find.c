/* Finding the names that a query may mean: which forms reach the floor, exactly, and the best subjects among them.
 *
 * Likeness of two words l: 256 for the same word; less a share for each edit; what a key gives; 253 written together;
 * 205 for an initial. A word of the query of weight a and one of the form of weight b answer each other by l min(a, b).
 * Each takes its best answer; G and Mq are what the query's words gain and the weights that answered, H and Mr the
 * same for the form's words. With O = min(G, H), M = min(Mq, Mr), U = what is left over on each side:
 *
 *     score = O / (M + 1.75 min(U) + 0.2 |Uq - Ur|) * f
 *
 * where f is 0.8 if only one word of weight 0.55 or more has an answer while a side has more of them, 0.4 if none has
 * and more than 0.15 is left over on a side; words written together count as one more. So the score depends on the two names and on nothing else. Only forms that
 * share a word longer than a letter, in the sense above, are looked at. Once as many subjects are found as are asked for, the
 * promise that all of them reach is the floor.
 *
 * Since O <= M <= the weights a of the words that have an answer, a form of weight W that reaches the floor F must have
 * answers for words that weigh enough; the heavier the form the more. Forms are numbered by weight, so every list of
 * postings is read from its start and only as far as the words that come after could still carry a form to the floor
 * if this one were its first. Words are taken in order of the length of their lists, so the long ones are read least. */
#include "query.h"

#include <stdlib.h>

#define AHEAD 6 /* candidates that memory is asked for ahead of their turn, once for each step */

static inline int is_visible(const Query *q, uint32_t row) { return q->visible[row >> 3] >> (row & 7) & 1; }

/* Ask memory for the words of a candidate, or for its rows where its promise is known. */
static void open_candidate(const Segment *s, const Candidate *candidate)
{
    if (candidate->state == SCORED) {
        uint32_t at = s->row_at[candidate->form];
        if (at < s->row_row_count) __builtin_prefetch(s->row_row + at);
    } else {
        uint32_t at = s->form_at[candidate->form];
        if (at < s->form_word_count) __builtin_prefetch(s->form_word + at);
    }
}

/* Ask memory for the subject of a candidate whose promise is known. */
static void open_subject(const Segment *s, const Candidate *candidate)
{
    if (candidate->state != SCORED) return;
    uint32_t at = s->row_at[candidate->form];
    if (at < s->row_row_count && s->row_row[at] < s->rows) __builtin_prefetch(s->row_subject + s->row_row[at]);
}

int settle(Asker *asker, Query *q)
{
    const Segment *s = &asker->segment;
    for (uint32_t i = asker->settled; i < asker->candidates + 2 * AHEAD; i++) {
        if (i < asker->candidates) open_candidate(s, asker->candidate + i);
        if (i >= asker->settled + AHEAD && i < asker->candidates + AHEAD) open_subject(s, asker->candidate + i - AHEAD);
        if (i < asker->settled + 2 * AHEAD) continue;
        const Candidate *candidate = asker->candidate + i - 2 * AHEAD;
        double score = candidate->state == SCORED ? candidate->score : score_form(asker, q, candidate);
        if (score + 1e-9 < q->floor) continue;
        uint32_t end = s->row_at[candidate->form + 1];
        if (end > s->row_row_count) end = s->row_row_count;
        for (uint32_t r = s->row_at[candidate->form]; r < end; r++) {
            uint32_t row = s->row_row[r];
            if (row < s->rows && is_visible(q, row) && note_found(&asker->best, s->row_subject[row], row, score)) return -1;
        }
    }
    asker->settled = asker->candidates;
    double least = best_floor(&asker->best);
    if (least > q->floor) q->floor = least;
    return 0;
}

static void put_word(Query *q, const Slot *slot, uint32_t place)
{
    uint32_t k = q->count++;
    for (; k > 0; k--) { /* initials last, then by length of list for what a word weighs; others stay as they stand */
        const Slot *before = q->slot[k - 1];
        if (before->is_initial <= slot->is_initial &&
            (before->is_initial < slot->is_initial ||
             (uint64_t)before->postings * slot->weight <= (uint64_t)slot->postings * before->weight))
            break;
        q->slot[k] = before;
        q->place[k] = q->place[k - 1];
    }
    q->slot[k] = slot;
    q->place[k] = place;
    q->weight += slot->weight;
    q->cores += slot->weight >= CORE;
}

/* Read a line of words, each once. Returns -1 where a word was not learnt. */
static int read_query(Asker *asker, Query *q, const uint8_t *line, uint32_t length, uint32_t *start, uint32_t *size,
                      uint32_t *words)
{
    int is_foreign = length && line[0] == '*';
    uint32_t at = is_foreign ? 1 : 0;
    *words = 0;
    for (uint32_t i = at; i <= length && *words < MOST_WORDS; i++) {
        if (i < length && line[i] != ' ') continue;
        if (i > at) {
            const Slot *slot = i - at > MOST_LETTERS ? NULL : find_slot(asker, line + at, i - at, is_foreign);
            if (!slot) return -1;
            uint32_t k = 0;
            while (k < q->count && q->slot[k] != slot) k++;
            if (k == q->count) {
                put_word(q, slot, *words);
                start[*words] = at;
                size[(*words)++] = i - at;
            }
        }
        at = i + 1;
    }
    return 0;
}

/* Find the subjects that a line leads to. Returns 0, -1 where memory ran out, -2 where a word was not learnt. */
static int find_line(Asker *asker, Query *q, const uint8_t *line, uint32_t length)
{
    uint32_t start[MOST_WORDS], size[MOST_WORDS], words;
    q->count = q->weight = q->cores = q->runs = q->done = 0;
    if (read_query(asker, q, line, length, start, size, &words)) return -2;
    if (!q->count) return 0;
    if (set_lanes(asker, q)) return -1;
    forget_candidates(asker);
    if (gather_joined(asker, q, line, start, size, words) || settle(asker, q) ||
        gather_words(asker, q)) /* last: what is noted before is not told by postings alone */
        return -1;
    return settle(asker, q);
}

/* Find the best `limit` subjects for each of some queries, of `lines` lines each. `row` and `score` have room for
 * `limit` a query, `count` for one. Returns 0, -1 where memory ran out, -2 where a word was not learnt. */
API int en_find(Asker *asker, const uint8_t *text, uint64_t length, uint32_t queries, const uint32_t *lines,
                uint32_t limit, double floor, const uint8_t *visible, uint32_t *row, double *score, uint32_t *count)
{
    uint64_t at = 0;
    if (!limit) return 0;
    for (uint32_t n = 0; n < queries; n++) {
        Query q;
        q.floor = floor;
        q.visible = visible;
        forget_best(&asker->best, limit);
        for (uint32_t i = 0; i < lines[n]; i++) {
            uint64_t end = at;
            while (end < length && text[end] != '\n') end++;
            int code = at > length ? -2 : find_line(asker, &q, text + at, (uint32_t)(end - at));
            if (code) return code;
            at = end + 1;
        }
        count[n] = tell_best(&asker->best, q.floor, row + (uint64_t)n * limit, score + (uint64_t)n * limit);
    }
    return 0;
}
