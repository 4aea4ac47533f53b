/* The promise of a form, exactly; see find.c. */
#include "query.h"

#include <string.h>

/* Return the likeness of a word of the query and one of the segment, by spelling, keys or as an initial. */
static uint32_t likeness_of(const Asker *asker, const Query *q, uint32_t k, uint32_t word)
{
    const Segment *s = &asker->segment;
    const Slot *slot = q->slot[k];
    uint32_t low = 0, high = slot->near_count;
    if (k >= LANES || (q->lane_set[q->of_hash[mask_of_word(word)]] >> k & 1)) {
        const Near *near = asker->near + slot->near_at;
        while (low < high) {
            uint32_t middle = (low + high) / 2;
            if (near[middle].word < word) low = middle + 1;
            else high = middle;
        }
        if (low < slot->near_count && near[low].word == word) return near[low].likeness;
    }
    if (!slot->is_initial || s->word_at[word + 1] - s->word_at[word] == 1) return 0; /* else it is among its neighbours */
    return s->word_at[word] < s->text_length && slot->text[0] == s->word_text[s->word_at[word]] ? INITIAL : 0;
}

typedef struct { uint32_t gain, weight; } Answer;

static void take_answer(Answer *best, uint32_t likeness, uint32_t weight)
{
    uint32_t gain = likeness * weight;
    if (gain > best->gain || (gain == best->gain && weight > best->weight)) {
        best->gain = gain;
        best->weight = weight;
    }
}

/* Tell whether a form writes apart, from some place on, what a word of the query writes together; return how many
 * words do, 0 for none. */
static uint32_t count_apart(const Segment *s, const Slot *slot, const uint32_t *word, uint32_t count, uint32_t from)
{
    uint32_t at = 0, taken = 0;
    for (uint32_t j = from; j < count; j++) {
        uint32_t start = s->word_at[word[j]], size = s->word_at[word[j] + 1] - start;
        if (size > slot->length - at || start > s->text_length || size > s->text_length - start ||
            memcmp(slot->text + at, s->word_text + start, size))
            return 0;
        at += size;
        taken++;
        if (at == slot->length) return taken > 1 && (taken == 2 || taken == count) ? taken : 0;
    }
    return 0;
}

/* Return the words of the query that may answer a word of the segment, as bits: all that do, and few that do not. */
static uint32_t may_be_like(const Asker *asker, const Query *q, uint32_t word, uint32_t initials)
{
    const Segment *s = &asker->segment;
    uint32_t set = q->lane_set[q->of_hash[mask_of_word(word)]];
    if (q->count > LANES) set |= (uint32_t)(((uint64_t)1 << q->count) - 1) & ~(((uint32_t)1 << LANES) - 1);
    if (initials && s->word_at[word] < s->text_length) set |= initials;
    return set;
}

typedef struct { Answer asked[MOST_WORDS], own[MOST_WORDS]; } Answers;

static void answer(const Query *q, Answers *answers, uint32_t k, uint32_t j, uint32_t likeness, uint32_t weight)
{
    uint32_t least = q->slot[k]->weight < weight ? q->slot[k]->weight : weight;
    take_answer(answers->asked + k, likeness, least);
    take_answer(answers->own + j, likeness, least);
}

/* Note the answers between words of the query and of a form that are written together on one side; 1 for any. */
static uint32_t answer_joined(const Asker *asker, const Query *q, Answers *answers, const Candidate *candidate,
                          const uint32_t *word, uint32_t words)
{
    const Segment *s = &asker->segment;
    uint32_t found = 0;
    for (uint32_t r = 0; candidate->has_run && r < q->runs; r++)
        for (uint32_t j = 0; j < words; j++)
            for (uint32_t k = 0; q->run[r].word == word[j] && k < q->count; k++)
                if (q->run[r].of >> q->place[k] & 1) {
                    answer(q, answers, k, j, JOINED, s->word_weight[word[j]]);
                    found = 1;
                }
    for (uint32_t k = 0; candidate->joined && k < q->count; k++) {
        if (!(candidate->joined >> q->place[k] & 1)) continue;
        for (uint32_t j = 0; j < words; j++)
            for (uint32_t i = 0, taken = count_apart(s, q->slot[k], word, words, j); i < taken; i++) {
                answer(q, answers, k, j + i, JOINED, s->word_weight[word[j + i]]);
                found = 1;
            }
    }
    return found;
}

static double weigh(const Segment *s, const Query *q, const Answers *answers, const uint32_t *word, uint32_t words,
                    uint32_t own_weight, uint32_t joined)
{
    uint64_t g = 0, h = 0, mq = 0, mr = 0, all = q->weight;
    uint32_t cores = joined, own_cores = 0;
    for (uint32_t k = 0; k < q->count; k++) {
        g += answers->asked[k].gain;
        mq += answers->asked[k].weight;
        cores += answers->asked[k].weight >= CORE;
    }
    for (uint32_t j = 0; j < words; j++) {
        h += answers->own[j].gain;
        mr += answers->own[j].weight;
    }
    uint64_t gain = g < h ? g : h, m = mq < mr ? mq : mr;
    if (!m || m > own_weight) return 0;
    uint64_t left = all - m, over = own_weight - m, least = left < over ? left : over, most = left < over ? over : left;
    uint64_t part = 20 * gain, whole = (20 * m + 35 * least + 4 * (most - least)) * WHOLE;
    if (cores == 1 && q->cores <= 1)
        for (uint32_t j = 0; j < words; j++) own_cores += s->word_weight[word[j]] >= CORE;
    if (cores == 1 && (q->cores > 1 || own_cores > 1)) {
        part *= 4;
        whole *= 5;
    } else if (cores == 0 && most > FAINT) {
        part *= 2;
        whole *= 5;
    }
    return (double)part / (double)whole;
}

double score_form(Asker *asker, Query *q, const Candidate *candidate, uint32_t initials)
{
    const Segment *s = &asker->segment;
    uint32_t at = s->form_at[candidate->form], end = s->form_at[candidate->form + 1];
    uint32_t like[MOST_WORDS];
    if (end > s->form_word_count || at >= end || end - at > MOST_WORDS) return 0;
    const uint32_t *word = s->form_word + at;
    uint32_t words = end - at;
    for (uint32_t j = 0; j < words; j++) {
        if (word[j] >= s->words) return 0;
        like[j] = may_be_like(asker, q, word[j], initials);
    }
    asker->forms_scored++;
    Answers answers;
    memset(answers.asked, 0, q->count * sizeof *answers.asked);
    memset(answers.own, 0, words * sizeof *answers.own);
    for (uint32_t j = 0; j < words; j++)
        for (uint32_t k = 0; k < q->count && like[j] >> k; k++) {
            uint32_t likeness = like[j] >> k & 1 ? likeness_of(asker, q, k, word[j]) : 0;
            if (likeness) answer(q, &answers, k, j, likeness, s->word_weight[word[j]]);
        }
    uint32_t joined = candidate->has_run || candidate->joined ? answer_joined(asker, q, &answers, candidate, word, words) : 0;
    return weigh(s, q, &answers, word, words, s->form_weight[candidate->form], joined);
}

