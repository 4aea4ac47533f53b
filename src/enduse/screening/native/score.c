/* The promise of a form, exactly; see find.c. */
#include "query.h"

#include <string.h>

/* Tell whether a word of two letters or more begins with a letter; the word of one letter is among the neighbours. */
static int begins_with(const Segment *s, uint32_t word, uint8_t letter)
{
    const Cell *cell = s->word_cell + word;
    if (length_of(cell) < 2) return 0;
    const uint8_t *text = flags_of(cell) & DIGITS ? letters_of(s, word) : NULL;
    return text ? text[0] == letter : !(flags_of(cell) & DIGITS) && (cell->letter & 31) == (letter & 31);
}

/* Return the likeness of a word of the query and one of the segment, by spelling, keys or as an initial. */
static uint32_t likeness_of(const Asker *asker, const Query *q, uint32_t k, uint32_t word)
{
    const Segment *s = &asker->segment;
    const Slot *slot = q->slot[k];
    if (k < LANES) {
        uint32_t give = (uint32_t)given_to(q, lane_of(q, word), k), weight = give & ((1u << GAIN_AT) - 1);
        if (weight) return (give >> GAIN_AT) / weight;
    }
    for (uint32_t i = 0; k >= LANES && i < slot->near_count; i++)
        if (asker->near[slot->near_at + i].word == word) return asker->near[slot->near_at + i].likeness;
    return slot->is_initial && begins_with(s, word, slot->text[0]) ? INITIAL : 0;
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
    for (uint32_t r = 0; candidate->state == HAS_RUN && r < q->runs; r++)
        for (uint32_t j = 0; j < words; j++)
            for (uint32_t k = 0; q->run[r].word == word[j] && k < q->count; k++)
                if (q->run[r].of >> q->place[k] & 1) {
                    answer(q, answers, k, j, JOINED, s->word_cell[word[j]].weight);
                    found = 1;
                }
    for (uint32_t k = 0; candidate->joined && k < q->count; k++) {
        if (!(candidate->joined >> q->place[k] & 1)) continue;
        for (uint32_t j = 0; j < words; j++)
            for (uint32_t i = 0, taken = count_apart(s, q->slot[k], word, words, j); i < taken; i++) {
                answer(q, answers, k, j + i, JOINED, s->word_cell[word[j + i]].weight);
                found = 1;
            }
    }
    return found;
}

int may_reach_joined(const Query *q, uint32_t of, const uint32_t *word, uint32_t words, uint32_t own_weight,
                     const Lanes *parts)
{
    uint32_t lane[MOST_WORDS], lanes = 0;
    Lanes more = {{0}, 0, 0, 0};
    if (parts) more = *parts;
    for (uint32_t j = 0; j < words; j++) {
        if (!may_have_lane(q->sieve, word[j])) continue;
        lane[lanes] = lane_of(q, word[j]);
        lanes += lane[lanes] != 0;
    }
    for (uint32_t k = 0; k < q->count; k++) {
        if (!(of >> q->place[k] & 1)) continue;
        if (k >= LANES) return 1;
        int32_t whole = (int32_t)(JOINED * q->slot[k]->weight) << GAIN_AT | q->slot[k]->weight;
        if (more.give[k] < whole) more.give[k] = whole;
    }
    Given given = give(q, lane, lanes, &more);
    return may_reach(q, &given, 1, own_weight);
}

/* Return the words of the query that a candidate writes together or apart, as bits of their places. */
static uint32_t joined_of(const Query *q, const Candidate *candidate, const uint32_t *word, uint32_t words)
{
    uint32_t of = candidate->joined;
    for (uint32_t r = 0; candidate->state == HAS_RUN && r < q->runs; r++)
        for (uint32_t j = 0; j < words; j++)
            if (q->run[r].word == word[j]) of |= q->run[r].of;
    return of;
}

double score_form(Asker *asker, Query *q, const Candidate *candidate)
{
    const Segment *s = &asker->segment;
    uint32_t at = s->form_at[candidate->form], end = s->form_at[candidate->form + 1], own_cores = 0, joined = 0;
    if (end > s->form_word_count || at >= end || end - at > MOST_WORDS) return 0;
    const uint32_t *word = s->form_word + at;
    uint32_t words = end - at, own_weight = s->form_weight[candidate->form];
    for (uint32_t j = 0; j < words; j++)
        if (word[j] >= s->words) return 0;
    const int is_joined = candidate->joined || candidate->state == HAS_RUN;
    if (is_joined && !may_reach_joined(q, joined_of(q, candidate, word, words), word, words, own_weight, NULL))
        return 0;
    asker->forms_scored++;
    Answers answers;
    memset(answers.asked, 0, q->count * sizeof *answers.asked);
    memset(answers.own, 0, words * sizeof *answers.own);
    for (uint32_t j = 0; j < words; j++) {
        own_cores += s->word_cell[word[j]].weight >= CORE;
        for (uint32_t k = 0; k < q->count; k++) {
            uint32_t likeness = likeness_of(asker, q, k, word[j]);
            if (likeness) answer(q, &answers, k, j, likeness, s->word_cell[word[j]].weight);
        }
    }
    if (is_joined) joined = answer_joined(asker, q, &answers, candidate, word, words);
    Given given = {0, 0, 0, 0, 0};
    for (uint32_t k = 0; k < q->count; k++) {
        given.gain += (int32_t)answers.asked[k].gain;
        given.weight += (int32_t)answers.asked[k].weight;
        given.cores += answers.asked[k].weight >= CORE;
    }
    for (uint32_t j = 0; j < words; j++) {
        given.own_gain += (int32_t)answers.own[j].gain;
        given.own_weight += (int32_t)answers.own[j].weight;
    }
    return weigh(q, &given, joined, own_weight, own_cores);
}
