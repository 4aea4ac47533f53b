/* The forms that write words together which a query writes apart, or apart what it writes together.
 *
 * A word of a query that some form has so counts in full for the bounds here, and all of them together, so that what is
 * left out of one list is left out of the others too. */
#include "query.h"

#include <string.h>

static void note_runs(const Asker *asker, Query *q, const uint8_t *text, uint32_t length, uint32_t of)
{
    uint32_t word[4], count = same_words(asker, text, length, word, 4);
    for (uint32_t i = 0; i < count && q->runs < MOST_RUNS; i++) {
        q->run[q->runs].word = word[i];
        q->run[q->runs++].of = of;
    }
}

/* Find the words of the segment that write together what the query writes apart. */
static void list_runs(const Asker *asker, Query *q, const uint8_t *line, const uint32_t *start, const uint32_t *size,
                      uint32_t words)
{
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
}

/* The words of a query that may be written together or apart (bits of their places), the first form that is too heavy
 * where nothing else has an answer, and the first that is in any case. */
typedef struct { uint32_t of, alone, end; } Joining;

/* Tell whether a form may reach the floor. */
static int may_count(const Query *q, const Joining *joining, uint32_t form, const uint32_t *word, uint32_t words,
                     uint32_t weight)
{
    uint32_t may = form < joining->alone;
    for (uint32_t i = 0; i < words && !may; i++) may = may_have_lane(q->sieve, word[i]);
    return may && may_reach_joined(q, joining->of, word, words, weight);
}

/* Note the forms of a word that writes words of the query together. */
static int gather_run(Asker *asker, Query *q, uint32_t run, const Joining *joining)
{
    const Segment *s = &asker->segment;
    uint32_t word[MOST_OTHERS + 1] = {run};
    for (uint32_t at = s->word_cell[run].posts, taken; at < s->post_count; at += taken) {
        Others others;
        const Posting *posting = s->post_entry + at;
        uint32_t form = posting->low & FORM_MASK;
        if (form >= joining->end || form >= s->forms || !(taken = read_others(posting, s->post_count - at, &others))) break;
        memcpy(word + 1, others.word, sizeof others.word);
        uint32_t weight = posting->low >> WEIGHT_AT & 0xFFF;
        if (others.is_more || may_count(q, joining, form, word, others.words + 1, weight))
            if (!note_form(asker, form, 0, HAS_RUN)) return -1;
        if (posting->low & LAST) break;
    }
    return 0;
}

typedef struct { uint32_t at, end, print; } Joins; /* entries of a place in the table, and what tells those of a word */

static Joins joins_of(const Segment *s, const Slot *slot)
{
    uint64_t hash = hash_letters(slot->text, slot->length);
    uint32_t place = place_of(hash, s->join_shift), end = s->join_at[place + 1];
    if (end > s->join_count) end = s->join_count;
    return (Joins){slot->length < 3 ? end : s->join_at[place], end, (uint32_t)hash};
}

/* Tell whether some form may write apart what a word of the query writes together. */
static int has_joins(const Segment *s, Joins joins)
{
    for (uint32_t e = joins.at; e < joins.end; e++)
        if (s->join_entry[e].print == joins.print) return 1;
    return 0;
}

#define AHEAD 8

/* Ask memory for what tells where a form's words are, and then for the words. */
static void open_form(const Segment *s, Joins joins, uint32_t e)
{
    if (e + 2 * AHEAD < joins.end) {
        uint32_t form = s->join_entry[e + 2 * AHEAD].word;
        __builtin_prefetch(s->form_at + form);
        __builtin_prefetch(s->form_weight + form);
    }
    if (e + AHEAD < joins.end) {
        uint32_t form = s->join_entry[e + AHEAD].word;
        if (form < s->forms && s->form_at[form] < s->form_word_count) __builtin_prefetch(s->form_word + s->form_at[form]);
    }
}

/* Note the forms that write apart what the query's word k writes together. */
static int gather_joins(Asker *asker, Query *q, uint32_t k, const Joining *joining)
{
    const Segment *s = &asker->segment;
    const Joins joins = joins_of(s, q->slot[k]);
    for (uint32_t e = joins.at; e < joins.end; e++) {
        open_form(s, joins, e);
        uint32_t form = s->join_entry[e].word;
        if (s->join_entry[e].print != joins.print || form >= joining->end) continue;
        uint32_t at = s->form_at[form], words = s->form_at[form + 1] - at;
        if (at > s->form_word_count || words > MOST_WORDS || words > s->form_word_count - at) continue;
        if (may_count(q, joining, form, s->form_word + at, words, s->form_weight[form]) &&
            !note_form(asker, form, 1u << q->place[k], TO_SCORE))
            return -1;
    }
    return 0;
}

/* Set how far forms are to be looked at. */
static void bound_joined(const Segment *s, const Query *q, Joining *joining)
{
    int32_t gain = q->free_gain, weight = q->free_weight;
    for (uint32_t k = 0; k < q->count; k++) {
        if (!(joining->of >> q->place[k] & 1)) continue;
        gain += q->slot[k]->weight * WHOLE;
        weight += q->slot[k]->weight;
    }
    joining->alone = bound_of(s, q, weight, gain, (int32_t)q->cores + 1);
    /* even if all words answer; words written together count as one more of 0.55 */
    joining->end = bound_of(s, q, (int32_t)q->weight, (int32_t)(q->weight * WHOLE), (int32_t)q->cores + 1);
}

int gather_joined(Asker *asker, Query *q, const uint8_t *line, const uint32_t *start, const uint32_t *size,
                  uint32_t words)
{
    const Segment *s = &asker->segment;
    Joining joining = {0, 0, 0};
    list_runs(asker, q, line, start, size, words);
    for (uint32_t i = 0; i < q->runs; i++) joining.of |= q->run[i].of;
    for (uint32_t k = 0; k < q->count; k++)
        if (has_joins(s, joins_of(s, q->slot[k]))) joining.of |= 1u << q->place[k];
    if (!joining.of) return 0;
    bound_joined(s, q, &joining);
    for (uint32_t i = 0; i < q->runs; i++)
        if (gather_run(asker, q, q->run[i].word, &joining)) return -1;
    for (uint32_t k = 0; k < q->count; k++)
        if (joining.of >> q->place[k] & 1 && gather_joins(asker, q, k, &joining)) return -1;
    return 0;
}
