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

/* The words of a query that may be written together or apart (bits of their places), and those of them that forms write
 * apart; the first form that is too heavy where nothing else has an answer, for a form that writes words together and
 * for others; and the first that is in any case. */
typedef struct { uint32_t of, apart, alone, alone_apart, end; } Joining;

/* Return the words of the query that words of the segment write together, as bits of their places. */
static uint32_t runs_of(const Query *q, const uint32_t *word, uint32_t words)
{
    uint32_t of = 0;
    for (uint32_t r = 0; r < q->runs; r++)
        for (uint32_t j = 0; j < words; j++)
            if (q->run[r].word == word[j]) of |= q->run[r].of;
    return of;
}

/* Tell whether a form may reach the floor. Whatever of the query it may write apart counts for it. */
static int may_count(const Query *q, const Joining *joining, uint32_t form, const uint32_t *word, uint32_t words,
                     uint32_t weight)
{
    uint32_t of = runs_of(q, word, words), may = form < (of ? joining->alone : joining->alone_apart);
    for (uint32_t i = 0; i < words && !may; i++) may = may_have_lane(q->sieve, word[i]);
    return may && may_reach_joined(q, of | joining->apart, word, words, weight, NULL);
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

/* Return the first form that is too heavy where words (bits of their places) are written together or apart and nothing
 * else has an answer but what has no lane; or every word, as well as it can. Words written together count as one more of
 * 0.55. */
static uint32_t bound_joined(const Segment *s, const Query *q, uint32_t of, int is_all)
{
    int32_t gain = is_all ? 0 : q->free_gain, weight = is_all ? 0 : q->free_weight;
    for (uint32_t k = 0; k < q->count; k++) {
        const Slot *slot = q->slot[k];
        const int is_joined = of >> q->place[k] & 1;
        if (!is_all && !is_joined) continue;
        int32_t best = is_all ? slot->gain : 0, most = is_all ? slot->most : 0, whole = slot->weight * JOINED;
        gain += is_joined && best < whole ? whole : best;
        weight += is_joined ? slot->weight : most;
    }
    return bound_of(s, q, weight, gain, (int32_t)q->cores + 1);
}

/* What forms give that write the query's word k apart, beside their other words: the words that they write for it give
 * `lanes`, and write `runs` of the query together. Forms from `alone` on need something else. */
typedef struct { uint32_t k, alone, runs; Lanes lanes; } Parted;

/* Take what the words give that may stand for a part of the query's word k. Where there are too many of them to be known,
 * all other words of the query count. */
static void take_parts(const Segment *s, const Query *q, const Joining *joining, Parted *parted)
{
    const Slot *slot = q->slot[parted->k];
    uint32_t has_lane = slot->parts > MOST_PARTS;
    memset(&parted->lanes, 0, sizeof parted->lanes);
    for (uint32_t k = 0; has_lane && k < q->count && k < LANES; k++)
        parted->lanes.give[k] = q->slot[k]->gain << GAIN_AT | q->slot[k]->most;
    for (uint32_t i = 0; i < slot->parts && i < MOST_PARTS; i++) {
        uint32_t lane = may_have_lane(q->sieve, slot->part[i]) ? lane_of(q, slot->part[i]) : 0;
        for (uint32_t k = 0; lane && k < LANES; k++)
            if (parted->lanes.give[k] < given_to(q, lane, k)) parted->lanes.give[k] = given_to(q, lane, k);
        has_lane |= lane;
    }
    parted->runs = slot->parts > MOST_PARTS ? joining->of : runs_of(q, slot->part, slot->parts);
    parted->alone = has_lane ? joining->end : bound_joined(s, q, 1u << q->place[parted->k], 0);
}

/* Return the words of the query (bits of their places) that a form may write apart; forms are asked for in order, and
 * `at` is how far the list of each word was read for that. */
static uint32_t apart_of(const Segment *s, const Query *q, uint32_t form, uint32_t *at)
{
    uint32_t of = 0;
    for (uint32_t k = 0; k < q->count; k++) {
        while (at[k] < q->slot[k]->join_end && (s->join_entry[at[k]].low & FORM_MASK) < form) at[k]++;
        if (at[k] < q->slot[k]->join_end && (s->join_entry[at[k]].low & FORM_MASK) == form) of |= 1u << q->place[k];
    }
    return of;
}

/* Tell whether a form that writes words of the query apart may reach the floor, by its other words. */
static int may_count_apart(const Query *q, const Joining *joining, const Parted *parted, const Join *join, uint32_t of)
{
    uint64_t low = join->low, high = join->high;
    uint32_t word[JOIN_OTHERS] = {low >> OTHER_AT, high >> SECOND_AT & NO_WORD, high >> OTHER_AT};
    uint32_t form = low & FORM_MASK, weight = low >> WEIGHT_AT & 0xFFF;
    uint32_t runs = parted->runs | (q->runs ? runs_of(q, word, JOIN_OTHERS) : 0);
    uint32_t alone = of == 1u << q->place[parted->k] && !runs ? 0 : joining->alone;
    if (alone < parted->alone) alone = parted->alone;
    if (form >= alone && !may_have_lane(q->sieve, word[0]) && !may_have_lane(q->sieve, word[1]) &&
        !may_have_lane(q->sieve, word[2]))
        return 0;
    return may_reach_joined(q, of | runs, word, JOIN_OTHERS, weight, &parted->lanes);
}

/* Tell the same of a form that has more words than stand in the entry. */
static int may_count_whole(const Segment *s, const Query *q, const Joining *joining, uint32_t form)
{
    uint32_t at = s->form_at[form], words = s->form_at[form + 1] - at;
    if (at > s->form_word_count || words > MOST_WORDS || words > s->form_word_count - at) return 0;
    return may_count(q, joining, form, s->form_word + at, words, s->form_weight[form]);
}

/* Note the forms that write apart what the query's word k writes together. */
static int gather_joins(Asker *asker, Query *q, uint32_t k, const Joining *joining)
{
    const Segment *s = &asker->segment;
    const Slot *slot = q->slot[k];
    uint64_t print = hash_letters(slot->text, slot->length) & PRINT_MASK;
    uint32_t at[MOST_WORDS];
    Parted parted = {.k = k};
    take_parts(s, q, joining, &parted);
    for (uint32_t i = 0; i < q->count; i++) at[i] = q->slot[i]->join_at;
    for (uint32_t e = slot->join_at; e < slot->join_end; e++) {
        const Join *join = s->join_entry + e;
        uint32_t form = join->low & FORM_MASK;
        if (form >= joining->end || form >= s->forms) break; /* they stand in order */
        if ((join->high & PRINT_MASK) != print) continue;
        uint32_t of = apart_of(s, q, form, at);
        if (join->low & IS_MORE ? may_count_whole(s, q, joining, form) : may_count_apart(q, joining, &parted, join, of))
            if (!note_form(asker, form, 1u << q->place[k], TO_SCORE)) return -1;
    }
    return 0;
}

int gather_joined(Asker *asker, Query *q, const uint8_t *line, const uint32_t *start, const uint32_t *size,
                  uint32_t words)
{
    const Segment *s = &asker->segment;
    Joining joining = {.of = 0};
    list_runs(asker, q, line, start, size, words);
    for (uint32_t i = 0; i < q->runs; i++) joining.of |= q->run[i].of;
    for (uint32_t k = 0; k < q->count; k++)
        if (q->slot[k]->join_end) joining.apart |= 1u << q->place[k];
    joining.of |= joining.apart;
    if (!joining.of) return 0;
    joining.alone = bound_joined(s, q, joining.of, 0);
    joining.alone_apart = bound_joined(s, q, joining.apart, 0);
    joining.end = bound_joined(s, q, joining.of, 1);
    for (uint32_t i = 0; i < q->runs; i++)
        if (gather_run(asker, q, q->run[i].word, &joining)) return -1;
    for (uint32_t k = 0; k < q->count; k++)
        if (joining.apart >> q->place[k] & 1 && gather_joins(asker, q, k, &joining)) return -1;
    return 0;
}
