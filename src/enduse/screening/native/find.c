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
 * share a word longer than a letter, in the sense above, are looked at.
 *
 * Since O <= M <= the weights a of the words that have an answer, a form of weight W that reaches the floor F must have
 * answers for words that weigh enough; the heavier the form the more. Forms are numbered by weight, so every list of
 * postings is read from its start and only as far as the words that come after could still carry a form to the floor
 * if this one were its first. Words are taken in order of the length of their lists, so the long ones are read least. */
#include "query.h"

#include <stdlib.h>

static int by_promise(const void *a, const void *b)
{
    const Found *left = a, *right = b;
    if (left->score != right->score) return left->score < right->score ? 1 : -1;
    if (left->subject != right->subject) return left->subject < right->subject ? -1 : 1;
    return (left->row > right->row) - (left->row < right->row);
}

/* Score the candidates and list the visible rows of those that reach the floor. Returns how many, or -1. */
static int64_t list_found(Asker *asker, Query *q, const uint8_t *visible)
{
    const Segment *s = &asker->segment;
    uint32_t count = 0;
    for (uint32_t i = 0; i < asker->candidates; i++) {
        if (i + 6 < asker->candidates) {
            const Candidate *next = asker->candidate + i + 6;
            uint32_t at = (next->state == SCORED ? s->row_at : s->form_at)[next->form];
            if (at < (next->state == SCORED ? s->row_row_count : s->form_word_count))
                __builtin_prefetch((next->state == SCORED ? s->row_row : s->form_word) + at);
        }
        const Candidate *candidate = asker->candidate + i;
        double score = candidate->state == SCORED ? candidate->score : score_form(asker, q, candidate);
        if (score + 1e-9 < q->floor) continue;
        uint32_t end = s->row_at[candidate->form + 1];
        if (end > s->row_row_count) end = s->row_row_count;
        for (uint32_t r = s->row_at[candidate->form]; r < end; r++) {
            uint32_t row = s->row_row[r];
            if (row >= s->rows || !(visible[row >> 3] >> (row & 7) & 1)) continue;
            if (count == asker->found_room) {
                Found *all = realloc(asker->found, 2 * (size_t)count * sizeof *all);
                if (!all) return -1;
                asker->found = all;
                asker->found_room = 2 * count;
            }
            asker->found[count].score = score;
            asker->found[count].subject = s->row_subject[row];
            asker->found[count++].row = row;
        }
    }
    qsort(asker->found, count, sizeof *asker->found, by_promise);
    return count;
}

/* Keep the best row of each of the best subjects; returns how many. */
static uint32_t keep_best(const Asker *asker, int64_t count, uint32_t limit, uint32_t *row, double *score)
{
    uint32_t kept = 0;
    for (int64_t i = 0; i < count && kept < limit; i++) {
        const Found *found = asker->found + i;
        uint32_t k = 0;
        while (k < kept && asker->segment.row_subject[row[k]] != found->subject) k++;
        if (k < kept) continue;
        row[kept] = found->row;
        score[kept++] = found->score;
    }
    return kept;
}

static void put_word(Query *q, const Slot *slot, uint32_t place)
{
    uint32_t k = q->count++;
    for (; k > 0; k--) { /* initials last, then by length of list; words of one length stay as they stand */
        const Slot *before = q->slot[k - 1];
        if (before->is_initial <= slot->is_initial &&
            (before->is_initial < slot->is_initial || before->postings <= slot->postings))
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

/* Find the best `limit` subjects for each of some queries (lines). `row` and `score` have room for `limit` a query,
 * `count` for one. Returns 0, -1 where memory ran out, -2 where a word was not learnt. */
API int en_find(Asker *asker, const uint8_t *text, uint64_t length, uint32_t queries, uint32_t limit, double floor,
                const uint8_t *visible, uint32_t *row, double *score, uint32_t *count)
{
    uint64_t at = 0;
    for (uint32_t n = 0; n < queries; n++) {
        uint64_t end = at;
        uint32_t start[MOST_WORDS], size[MOST_WORDS], words;
        Query q;
        while (end < length && text[end] != '\n') end++;
        count[n] = 0;
        q.count = q.weight = q.cores = q.runs = 0;
        q.floor = floor;
        if (read_query(asker, &q, text + at, (uint32_t)(end - at), start, size, &words)) return -2;
        if (q.count) {
            if (set_lanes(asker, &q)) return -1;
            forget_candidates(asker);
            if (gather_runs(asker, &q, text + at, start, size, words) || gather_joins(asker, &q) ||
                gather_words(asker, &q)) /* last: what is noted before is not told by postings alone */
                return -1;
            int64_t found = list_found(asker, &q, visible);
            if (found < 0) return -1;
            count[n] = keep_best(asker, found, limit, row + (uint64_t)n * limit, score + (uint64_t)n * limit);
        }
        at = end + 1;
    }
    return 0;
}
