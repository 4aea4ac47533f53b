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
#include "asker.h"

#include <stdlib.h>
#include <string.h>

#define MOST_RUNS 128
#define WITH_BITS 8 /* words of a query that are looked for in the masks of postings */
#define TOLD_APART 4 /* in a query of no more words, those nearly the same are told apart from those less alike */

typedef struct { uint32_t word, of; } Run; /* a word of the segment that writes query words together */

typedef struct {
    const Slot *slot[MOST_WORDS]; /* by the length of their lists, initials last */
    uint32_t place[MOST_WORDS];   /* where each stands in the query */
    uint32_t count, weight, cores;
    double floor;
    uint32_t bound[1 << WITH_BITS]; /* of the words in a set, where there are so few; 0 if not worked out, else one more */
    uint32_t own, likeness;         /* the word whose postings are read, and how alike the word that has them is */
    uint8_t like[NO_WORD + 1];      /* of each hash of a word: which words of the query have such a neighbour, as bits */
    uint8_t much[NO_WORD + 1];      /* the same of neighbours that are much alike */
    Run run[MOST_RUNS];
    uint32_t runs;
} Query;

/* Return the weight of the heaviest form that may reach a floor with answers of weight m and a gain. */
static double heaviest(const Query *q, double m, double gain, double floor)
{
    double all = q->weight, spare = 20 * gain / floor - 20 * m; /* what 35 min(U) + 4 |Uq - Ur| may come to */
    if (spare < 0) return -1;
    if (spare >= 35 * (all - m)) return all + (spare - 35 * (all - m)) / 4;
    return (spare + 35 * m - 4 * all) / 31;
}

/* Return the number of the first form that is too heavy to reach the floor if words of weight `matched` answer, of
 * them `cores` that weigh 0.55 or more, with a gain (256ths) of at most `gain`. */
static uint32_t bound_of(const Segment *s, const Query *q, uint32_t matched, uint32_t gain, uint32_t cores)
{
    double m = matched, g = (double)gain / WHOLE, most;
    if (!matched) return 0;
    if (cores > 1 || (cores == 1 && q->cores <= 1)) most = heaviest(q, m, g, q->floor);
    else if (cores == 1) most = heaviest(q, m, g, q->floor / 0.8);
    else {
        most = heaviest(q, m, g, q->floor / 0.4);
        if (q->weight - matched <= FAINT) {
            double lone = heaviest(q, m, g, q->floor);
            if (lone > m + FAINT) lone = m + FAINT;
            if (lone > most) most = lone;
        }
    }
    if (most < 0) return 0;
    return most >= MOST_WEIGHT ? s->forms : s->weight_from[(uint32_t)(most + 1e-6) + 1];
}

/* The same for a set of words that have an answer, those in `much` perhaps one that is much alike. */
static uint32_t bound_of_set(const Segment *s, Query *q, uint32_t set, uint32_t much)
{
    uint32_t matched = 0, gain = 0, cores = 0, bound, known = q->count <= TOLD_APART ? set | much << q->count : set;
    if (q->count <= WITH_BITS && q->bound[known]) return q->bound[known] - 1;
    if (q->count > TOLD_APART) much = set;
    for (uint32_t k = 0; k < q->count; k++) {
        const Slot *slot = q->slot[k];
        if (!(set >> k & 1)) continue;
        matched += slot->weight;
        gain += slot->weight * (k == q->own ? q->likeness : much >> k & 1 ? slot->likeness : slot->lesser);
        cores += slot->weight >= CORE;
    }
    bound = bound_of(s, q, matched, gain, cores);
    if (q->count <= WITH_BITS) q->bound[known] = bound + 1;
    return bound;
}

/* Begin to read postings of a word of the query: bounds from now on are for this likeness of its. */
static void take_likeness(Query *q, uint32_t own, uint32_t likeness)
{
    if (q->own == own && q->likeness == likeness) return;
    q->own = own;
    q->likeness = likeness;
    uint32_t bits = q->count <= TOLD_APART ? 2 * q->count : q->count < WITH_BITS ? q->count : WITH_BITS;
    memset(q->bound, 0, ((size_t)1 << bits) * sizeof *q->bound);
}

static int may_answer(const Slot *slot) { return slot->near_count || slot->is_initial; }

/* Note a form as a candidate; `joined` are words of the query (by place) that two words of it write apart, `has_run`
 * tells that it writes words of the query together. */
static int note_form(Asker *asker, uint32_t form, uint32_t joined, uint32_t has_run)
{
    if (asker->candidates * 2 >= asker->candidate_places) {
        uint32_t places = asker->candidate_places * 2;
        Candidate *all = calloc(places, sizeof *all);
        uint32_t *list = realloc(asker->list, places * sizeof *list);
        if (list) asker->list = list;
        if (!all || !list) {
            free(all);
            return -1;
        }
        for (uint32_t i = 0; i < asker->candidates; i++) {
            Candidate *old = asker->candidate + list[i];
            uint32_t at = (old->form * 0x9E3779B1u) >> 7 & (places - 1);
            while (all[at].stamp == asker->stamp) at = (at + 1) & (places - 1);
            all[at] = *old;
            list[i] = at;
        }
        free(asker->candidate);
        asker->candidate = all;
        asker->candidate_places = places;
    }
    uint32_t at = (form * 0x9E3779B1u) >> 7 & (asker->candidate_places - 1);
    for (; asker->candidate[at].stamp == asker->stamp; at = (at + 1) & (asker->candidate_places - 1))
        if (asker->candidate[at].form == form) {
            asker->candidate[at].joined |= joined;
            asker->candidate[at].has_run |= has_run;
            return 0;
        }
    asker->candidate[at].form = form;
    asker->candidate[at].joined = joined;
    asker->candidate[at].has_run = has_run;
    asker->candidate[at].stamp = asker->stamp;
    asker->list[asker->candidates++] = at;
    __builtin_prefetch(asker->segment.form_at + form);
    return 0;
}

/* Return the words of the query that may answer the other words of the form of a posting, as bits. */
static uint32_t others_like(const uint8_t *like, uint64_t posting)
{
    return like[posting >> FORM_BITS & NO_WORD] | like[posting >> (FORM_BITS + 12) & NO_WORD] |
           like[posting >> (FORM_BITS + 24) & NO_WORD];
}

/* Read the postings of one word of the segment as far as `end`, and note the forms that may still reach the floor;
 * `always` are the words of the query that may answer without a trace in the mask. */
static int read_postings(Asker *asker, Query *q, uint32_t word, uint32_t always, uint32_t end)
{
    const Segment *s = &asker->segment;
    uint32_t at = s->post_at[word], last = s->post_at[word + 1];
    uint32_t like = 1u << q->own | always | q->like[mask_of_word(word)], much = always | q->much[mask_of_word(word)];
    if (last > s->post_count) last = s->post_count;
    for (; at < last; at++) {
        uint64_t posting = s->post_entry[at];
        uint32_t form = posting & FORM_MASK, set = like;
        if (form >= end || form >= s->forms) break;
        asker->entries_read++;
        if (!(posting & UNKNOWN) && q->count <= WITH_BITS) {
            set |= others_like(q->like, posting);
            if (form >= bound_of_set(s, q, set, much | others_like(q->much, posting))) continue;
        }
        if (note_form(asker, form, 0, 0)) return -1;
    }
    return 0;
}

static void set_bits(const Asker *asker, Query *q)
{
    memset(q->like, 0, sizeof q->like);
    memset(q->much, 0, sizeof q->much);
    for (uint32_t k = 0; k < q->count && k < WITH_BITS; k++) {
        const Near *near = asker->near + q->slot[k]->near_at;
        for (uint32_t i = 0; i < q->slot[k]->near_count; i++) {
            uint32_t hash = mask_of_word(near[i].word);
            q->like[hash] |= 1u << k;
            if (near[i].likeness >= MUCH_ALIKE) q->much[hash] |= 1u << k;
        }
    }
}

/* Note the forms that have an answer to some word of the query, as far as they may reach the floor. */
static int gather_words(Asker *asker, Query *q)
{
    const Segment *s = &asker->segment;
    uint32_t always = 0, rest = (q->count < 32 ? 1u << q->count : 0) - 1;
    for (uint32_t k = 0; k < q->count; k++) {
        if (q->slot[k]->is_initial) always |= 1u << k;
        if (!may_answer(q->slot[k])) rest &= ~(1u << k);
    }
    for (uint32_t k = 0; k < q->count; rest &= ~(1u << k), k++) {
        const Slot *slot = q->slot[k];
        if (slot->is_initial || !slot->near_count) continue;
        take_likeness(q, k, slot->likeness);
        if (!bound_of_set(s, q, rest, rest)) break; /* what comes after weighs no more */
        for (uint32_t i = 0; i < slot->near_count; i++) {
            const Near *near = asker->near + slot->near_at + i;
            if (i + 8 < slot->near_count) __builtin_prefetch(s->post_at + near[8].word);
            if (i + 4 < slot->near_count) __builtin_prefetch(s->post_entry + s->post_at[near[4].word]);
            take_likeness(q, k, near->likeness);
            uint32_t end = bound_of_set(s, q, rest, rest);
            if (end && read_postings(asker, q, near->word, always & rest, end)) return -1;
        }
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

/* Find the words of the segment that write together what the query writes apart, and note the forms with them. */
static int gather_runs(Asker *asker, Query *q, const uint8_t *line, const uint32_t *start, const uint32_t *size,
                       uint32_t words)
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
    for (uint32_t i = 0; i < q->runs; i++) {
        uint32_t at = s->post_at[q->run[i].word], last = s->post_at[q->run[i].word + 1];
        uint32_t end = bound_of(s, q, q->weight, q->weight * WHOLE, q->cores);
        for (; at < last && at < s->post_count; at++) {
            uint32_t form = s->post_entry[at] & FORM_MASK;
            if (form >= end || form >= s->forms) break;
            if (note_form(asker, form, 0, 1)) return -1;
        }
    }
    return 0;
}

/* Note the forms that write apart what a word of the query writes together. */
static int gather_joins(Asker *asker, const Query *q)
{
    const Segment *s = &asker->segment;
    for (uint32_t k = 0; k < q->count; k++) {
        const Slot *slot = q->slot[k];
        uint64_t hash = hash_letters(slot->text, slot->length);
        uint32_t place = place_of(hash, s->join_shift), end = s->join_at[place + 1];
        if (slot->length < 3) continue;
        if (end > s->join_count) end = s->join_count;
        for (uint32_t e = s->join_at[place]; e < end; e++)
            if (s->join_entry[e].print == (uint32_t)hash && s->join_entry[e].word < s->forms &&
                note_form(asker, s->join_entry[e].word, 1u << q->place[k], 0))
                return -1;
    }
    return 0;
}

/* Return the likeness of a word of the query and one of the segment, by spelling, keys or as an initial. */
static uint32_t likeness_of(const Asker *asker, const Query *q, uint32_t k, uint32_t word)
{
    const Segment *s = &asker->segment;
    const Slot *slot = q->slot[k];
    uint32_t low = 0, high = slot->near_count;
    if (k >= WITH_BITS || (q->like[mask_of_word(word)] >> k & 1)) {
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
    uint32_t set = q->like[mask_of_word(word)];
    if (q->count > WITH_BITS) set |= (uint32_t)(((uint64_t)1 << q->count) - 1) & ~(((uint32_t)1 << WITH_BITS) - 1);
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

static double score_form(Asker *asker, Query *q, const Candidate *candidate, uint32_t initials)
{
    const Segment *s = &asker->segment;
    uint32_t at = s->form_at[candidate->form], end = s->form_at[candidate->form + 1], set = 0, much = initials;
    uint32_t like[MOST_WORDS];
    if (end > s->form_word_count || at >= end || end - at > MOST_WORDS) return 0;
    const uint32_t *word = s->form_word + at;
    uint32_t words = end - at;
    for (uint32_t j = 0; j < words; j++) {
        if (word[j] >= s->words) return 0;
        set |= like[j] = may_be_like(asker, q, word[j], initials);
        much |= q->much[mask_of_word(word[j])];
    }
    if (!candidate->has_run && !candidate->joined && candidate->form >= bound_of_set(s, q, set, much)) return 0;
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
    uint32_t count = 0, initials = 0;
    for (uint32_t k = 0; k < q->count; k++) initials |= (uint32_t)q->slot[k]->is_initial << k;
    take_likeness(q, MOST_WORDS, 1);
    for (uint32_t i = 0; i < asker->candidates; i++) {
        if (i + 6 < asker->candidates) {
            uint32_t next = asker->candidate[asker->list[i + 6]].form, at = s->form_at[next];
            if (at < s->form_word_count) __builtin_prefetch(s->form_word + at);
        }
        const Candidate *candidate = asker->candidate + asker->list[i];
        double score = score_form(asker, q, candidate, initials);
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
            q.own = MOST_WORDS;
            q.likeness = 0;
            set_bits(asker, &q);
            asker->candidates = 0;
            if (++asker->stamp == 0) {
                memset(asker->candidate, 0, asker->candidate_places * sizeof *asker->candidate);
                asker->stamp = 1;
            }
            if (gather_words(asker, &q) || gather_runs(asker, &q, text + at, start, size, words) ||
                gather_joins(asker, &q))
                return -1;
            int64_t found = list_found(asker, &q, visible);
            if (found < 0) return -1;
            count[n] = keep_best(asker, found, limit, row + (uint64_t)n * limit, score + (uint64_t)n * limit);
        }
        at = end + 1;
    }
    return 0;
}
