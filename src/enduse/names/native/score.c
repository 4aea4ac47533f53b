/* How far two packed names are one: `score_names` of names/comparing.py, which tells the rules and proves by its tests
 * that both give the same. */
#include "scorer.h"

#include <math.h>
#include <stdlib.h>

static double larger(double one, double other) { return one > other ? one : other; }

static double smaller(double one, double other) { return one < other ? one : other; }

double worth_of(const Laws *laws, double likeness)
{
    if (likeness >= 1.0) return 1.0;
    int at = 0, points = (int)laws->points;
    while (at < points && laws->likeness[at] <= likeness) at++;
    if (!at) return laws->worth[0];
    double low = laws->likeness[at - 1], high = laws->likeness[at];
    return laws->worth[at - 1] + (laws->worth[at] - laws->worth[at - 1]) * (likeness - low) / (high - low);
}

double lost_by(const Laws *laws, const Token *token)
{
    if (token->part == LEGAL_FORM) return 0;
    if (token->part == NAME && token->form_length <= laws->short_word) return larger(token->weight, laws->lost_short);
    return token->part == INITIAL ? laws->lost_initial : token->weight;
}

static int is_telling(const Laws *laws, const Token *token)
{
    return token->weight >= laws->core && (token->part == NAME || token->part == NUMBER);
}

/* --- the tally --- */

/* Take a share off a score, and note why. */
static double take_off(Pair *pair, double score, int why, double share)
{
    pair->loss[pair->losses++] = (Loss){why, share};
    return score * (1 - share);
}

static double weight_of(const Pair *pair, const Match *match)
{
    double left = 0, right = 0;
    for (uint32_t rest = match->left; rest; rest &= rest - 1) left += pair->token[0][first_of(rest)].weight;
    for (uint32_t rest = match->right; rest; rest &= rest - 1) right += pair->token[1][first_of(rest)].weight;
    return (left + right) / 2;
}

static int has_telling(const Pair *pair, const Match *match)
{
    const Laws *laws = &pair->scorer->laws;
    if (match->kin == WITH_INITIAL) return 0;
    for (uint32_t rest = match->left; rest; rest &= rest - 1)
        if (is_telling(laws, pair->token[0] + first_of(rest))) return 1;
    for (uint32_t rest = match->right; rest; rest &= rest - 1)
        if (is_telling(laws, pair->token[1] + first_of(rest))) return 1;
    return 0;
}

static int is_one(uint32_t places) { return !(places & (places - 1)); }

static int is_twice(const Pair *pair, int side, uint32_t one, uint32_t other)
{
    const Token *token = pair->token[side] + first_of(one), *again = pair->token[side] + first_of(other);
    return token->part == again->part && is_same_form(pair->name[side], token, pair->name[side], again);
}

/* Exchange the answers of words that stand twice, where that brings them into order. */
static void uncross(Pair *pair)
{
    for (int i = 0; i < pair->matches; i++)
        for (int j = i + 1; j < pair->matches; j++) {
            Match *one = &pair->match[i], *other = &pair->match[j], known = *one;
            if (first_of(one->right) < first_of(other->right)) continue;
            if (!is_one(one->left) || !is_one(one->right) || !is_one(other->left) || !is_one(other->right)) continue;
            if (is_twice(pair, 1, one->right, other->right)) {
                one->right = other->right;
                other->right = known.right;
            } else if (is_twice(pair, 0, one->left, other->left)) {
                *one = (Match){.likeness = other->likeness, .left = one->left, .right = other->right, .kin = other->kin};
                *other = (Match){.likeness = known.likeness, .left = other->left, .right = known.right, .kin = known.kin};
            }
        }
}

static void sort_matches(Pair *pair)
{
    for (int i = 1; i < pair->matches; i++) {
        Match match = pair->match[i];
        int at = i;
        for (; at && first_of(pair->match[at - 1].left) > first_of(match.left); at--) pair->match[at] = pair->match[at - 1];
        pair->match[at] = match;
    }
    uncross(pair);
}

static int is_son_of(const Pair *pair, const Match *match)
{
    return pair->token[0][first_of(match->left)].flags & pair->token[1][first_of(match->right)].flags & IS_SON_OF;
}

/* Tell whether the words around a "son of" stand the other way round on the other side, read from one side. */
static int is_exchanged(const Pair *pair, const int *order, int side)
{
    for (int i = 1; i + 1 < pair->matches; i++) {
        uint32_t place[3];
        for (int k = 0; k < 3; k++) {
            const Match *match = &pair->match[order[i - 1 + k]];
            place[k] = first_of(side ? match->left : match->right);
        }
        if (is_son_of(pair, &pair->match[order[i]]) && place[2] < place[1] && place[1] < place[0]) return 1;
    }
    return 0;
}

static int exchanges_father_and_son(const Pair *pair)
{
    int order[MOST_TOKENS];
    for (int i = 0; i < pair->matches; i++) order[i] = i;
    if (!is_exchanged(pair, order, 0)) return 0;
    for (int i = 1; i < pair->matches; i++) {
        int moved = order[i], at = i;
        for (; at && first_of(pair->match[order[at - 1]].right) > first_of(pair->match[moved].right); at--)
            order[at] = order[at - 1];
        order[at] = moved;
    }
    return is_exchanged(pair, order, 1);
}

enum { SAYS_NOTHING = 1, OF_CHARITY = 2, OF_FIRM = 4 }; /* what a legal form says of a body */

static int said_by(const Token *token)
{
    if (token->flags & IS_ANY_FORM) return SAYS_NOTHING;
    return token->flags & IS_CHARITY ? OF_CHARITY : OF_FIRM;
}

/* Return what legal forms of other classes take off, of which each name has some. */
static double share_of_forms(const Laws *laws, int left, int right, int has_core)
{
    int charities = (left | right) & OF_CHARITY;
    if (left == SAYS_NOTHING || right == SAYS_NOTHING) return charities ? laws->other_form : 0;
    int one = left & ~SAYS_NOTHING, other = right & ~SAYS_NOTHING;
    if ((one == OF_CHARITY && !(other & OF_CHARITY)) || (other == OF_CHARITY && !(one & OF_CHARITY)))
        return laws->other_sort;
    return has_core ? laws->other_form : laws->other_form_alone;
}

/* Return what is left after what legal forms, places and numbers without an answer take off. */
static double reduce_by_rest(Pair *pair, double score, int has_core)
{
    const Laws *laws = &pair->scorer->laws;
    int places[2] = {0, 0}, numbers[2] = {0, 0}, forms[2] = {0, 0}, is_shared = 0;
    for (int side = 0; side < 2; side++)
        for (uint32_t rest = pair->rest[side]; rest; rest &= rest - 1) {
            const Token *token = pair->token[side] + first_of(rest);
            places[side] |= token->flags & IS_PLACE;
            numbers[side] |= token->part == NUMBER;
            if (token->part != LEGAL_FORM) continue;
            forms[side] |= said_by(token);
            for (uint32_t others = side ? pair->rest[0] : 0; others; others &= others - 1) {
                const Token *other = pair->token[0] + first_of(others);
                is_shared |= other->part == LEGAL_FORM && other->group == token->group;
            }
        }
    if (places[0] && places[1]) score = take_off(pair, score, ANOTHER_PLACE, laws->other_place);
    if (forms[0] && forms[1] && !is_shared) {
        double share = share_of_forms(laws, forms[0], forms[1], has_core);
        if (share > 0) score = take_off(pair, score, ANOTHER_FORM, share);
    }
    if (numbers[0] && numbers[1]) return take_off(pair, score, OTHER_NUMBERS, laws->numbers_differ);
    return numbers[0] || numbers[1] ? take_off(pair, score, NUMBER_ABSENT, laws->number_absent) : score;
}

/* Return what is left of a name that has nothing but generic words in common with the other. */
static double reduce_generic(Pair *pair, double score)
{
    const Laws *laws = &pair->scorer->laws;
    int told = 0, is_lacking = 0, is_held = !(pair->rest[0] && pair->rest[1]);
    for (int i = 0; i < pair->matches; i++)
        told += pair->match[i].likeness > laws->nearly && weight_of(pair, &pair->match[i]) > laws->faint;
    for (int side = 0; side < 2; side++)
        for (uint32_t rest = pair->rest[side]; rest; rest &= rest - 1) {
            const Token *token = pair->token[side] + first_of(rest);
            if (!(token->weight > laws->faint)) continue;
            is_lacking = 1;
            if (is_telling(laws, token)) is_held = 0;
        }
    if (told >= 2 && !is_lacking) return score;
    int more = told - (is_held ? 1 : 2);
    return take_off(pair, score, ONLY_GENERIC, laws->only_generic / (double)((uint64_t)1 << (more > 0 ? more : 0)));
}

static double reduce(Pair *pair, double score)
{
    const Laws *laws = &pair->scorer->laws;
    int has_core = 0, is_ordered = 1;
    uint32_t before = 0;
    for (int i = 0; i < pair->matches; i++) {
        if (!has_telling(pair, &pair->match[i])) continue;
        uint32_t place = first_of(pair->match[i].right);
        if (has_core && place < before) is_ordered = 0;
        before = place;
        has_core = 1;
    }
    if (!is_ordered) {
        int is_exchanged = exchanges_father_and_son(pair);
        score = take_off(pair, score, is_exchanged ? FATHER_AND_SON : ANOTHER_ORDER,
                         is_exchanged ? laws->father_and_son : laws->other_order);
    }
    score = reduce_by_rest(pair, score, has_core);
    return has_core ? score : reduce_generic(pair, score);
}

/* Let the last word of either side answer the other where a slip is all that lies between them. */
static void take_slip(Pair *pair)
{
    if (count_of(pair->rest[0]) != 1 || count_of(pair->rest[1]) != 1) return;
    if (!is_slip(pair, first_of(pair->rest[0]), first_of(pair->rest[1]))) return;
    pair->match[pair->matches++] = (Match){
        .likeness = pair->scorer->laws.least, .left = pair->rest[0], .right = pair->rest[1], .kin = ONE_LETTER,
    };
    pair->rest[0] = pair->rest[1] = 0;
    sort_matches(pair);
}

/* Let words that are first letters of their own name's other words need no answer. */
static void drop_told_again(Pair *pair)
{
    for (int side = 0; side < 2; side++)
        for (uint32_t rest = pair->rest[side]; rest; rest &= rest - 1)
            if (is_told_again(pair, side, first_of(rest))) pair->rest[side] &= ~(rest & -rest);
}

static int are_forms(const Token *token, uint32_t set)
{
    for (; set; set &= set - 1)
        if (token[first_of(set)].part != LEGAL_FORM) return 0;
    return 1;
}

/* Count the matches of words that are the same and tell names apart. */
static int count_firm(const Pair *pair)
{
    int firm = 0;
    for (int i = 0; i < pair->matches; i++) {
        const Match *match = &pair->match[i];
        firm += match->kin == SAME && pair->token[0][first_of(match->left)].weight >= pair->scorer->laws.core;
    }
    return firm;
}

static double tally(Pair *pair, int kind)
{
    const Laws *laws = &pair->scorer->laws;
    const Scale *how = &laws->scale[kind];
    double common = 0, core = 0, told = 0, lost[2] = {0, 0};
    pair->losses = 0;
    sort_matches(pair);
    int firm = count_firm(pair);
    if (kind == PERSON && firm >= laws->firm_beside) take_slip(pair);
    for (int i = 0; i < pair->matches; i++) {
        const Match *match = &pair->match[i];
        int is_form = are_forms(pair->token[0], match->left) || are_forms(pair->token[1], match->right);
        double weight = is_form ? 0 : weight_of(pair, match), worth = weight * worth_of(laws, match->likeness);
        if (kind == PERSON && firm >= laws->firm_beside && match->kin == ONE_LETTER) worth = larger(worth, weight * laws->beside_same);
        common += weight;
        told += worth;
        pair->worth[i] = worth;
        if (weight > laws->faint) core += worth;
    }
    pair->common = common;
    if (!(common > 0)) return 0;
    if (kind != PERSON) drop_told_again(pair);
    for (int side = 0; side < 2; side++)
        for (uint32_t rest = pair->rest[side]; rest; rest &= rest - 1)
            lost[side] += lost_by(laws, pair->token[side] + first_of(rest));
    double against = how->conflict * smaller(lost[0], lost[1]) + how->surplus * fabs(lost[0] - lost[1]);
    pair->scale = common / (common + against);
    double score = told / common * pair->scale;
    double little = laws->little * exp(-core / how->enough);
    if (little >= laws->too_small) score = take_off(pair, score, LITTLE_IN_COMMON, little);
    score = reduce(pair, score);
    return smaller(1.0, larger(0.0, score));
}

/* --- two names --- */

int is_same_name(const Name *left, const Name *right)
{
    return left->flags & HAS_WEIGHT && left->folded_length == right->folded_length
           && !memcmp(text_at(left, left->folded_at), text_at(right, right->folded_at), left->folded_length);
}

/* Begin with two names that `is_packed` has let through; the left name's words stay ready for the next. */
static void begin(Pair *pair, const Name *left, const Name *right)
{
    if (pair->name[0] != left) pair->ready[0] = 0;
    pair->ready[1] = 0;
    pair->name[0] = left;
    pair->name[1] = right;
    for (int side = 0; side < 2; side++) {
        pair->token[side] = tokens_of(pair->name[side]);
        pair->rest[side] = all_of(pair->name[side]);
    }
    pair->is_foreign = left->is_foreign != right->is_foreign;
    pair->least = pair->is_foreign ? pair->scorer->laws.least_foreign : pair->scorer->laws.least;
    pair->matches = pair->is_untold = 0;
    pair->is_korean = pair->is_chinese = -1;
    take_same(pair, 0);
    compare_rest(pair);
}

/* Pair all words; false where Python must tell of some word first, which is noted. */
static int align_all(Pair *pair)
{
    if (pair->is_untold) note_untold(pair);
    else align_rest(pair);
    return !pair->is_untold;
}

double score_pair(Pair *pair, const Name *left, const Name *right, int kind, double least)
{
    if (!left->tokens || !right->tokens) return 0;
    if (is_same_name(left, right)) return 1;
    begin(pair, left, right);
    if (least > 0 && !may_reach(pair, kind, least)) return 0;
    return align_all(pair) ? tally(pair, kind) : NAN;
}

/* Note the words that Python must tell of before `score_pair` can score two names. */
void note_wanted(Pair *pair, const Name *left, const Name *right, int kind, double least)
{
    if (!left->tokens || !right->tokens || is_same_name(left, right)) return;
    begin(pair, left, right);
    if (pair->is_untold && (!(least > 0) || may_reach(pair, kind, least))) note_untold(pair);
}

/* Align the two names that were scored last, with no bound, where scoring them had no need to; false where Python must
 * tell first. */
int align_scored(Pair *pair, const Name *left, const Name *right, int kind)
{
    if (left->tokens && right->tokens && !is_same_name(left, right)) return 1;
    begin(pair, left, right);
    if (!align_all(pair)) return 0;
    sort_matches(pair);
    if (kind == PERSON && count_firm(pair) >= pair->scorer->laws.firm_beside) take_slip(pair);
    return 1;
}

/* Score those pairs of packed names that have no score in `out` (NaN) yet, each from 0 to 1; a score that is surely below
 * `least` may be given as 0. NaN stays where there is no pack, or Python must first tell of a word of another script
 * (`en_missing_words`). */
API void en_score_many(Scorer *scorer, uint64_t count, const Name *const *left, const Name *const *right,
                       const uint8_t *kind, const double *least, double *out)
{
    Pair *pair = &scorer->pair;
    const Name *known = NULL;
    pair->name[0] = NULL;
    for (uint64_t i = 0; i < count; i++) {
        if (!isnan(out[i])) continue;
        int is_known = left[i] && left[i] == known;
        if (left[i] && right[i] && kind[i] < KINDS && (is_known || is_packed(left[i], left[i]->length))
            && is_packed(right[i], right[i]->length)) {
            known = left[i];
            out[i] = score_pair(pair, left[i], right[i], kind[i], least[i]);
        }
    }
}

API double en_score(Scorer *scorer, const Name *left, uint64_t left_length, const Name *right, uint64_t right_length,
                    int kind, double least)
{
    scorer->pair.name[0] = NULL;
    if (kind < 0 || kind >= KINDS || !is_packed(left, left_length) || !is_packed(right, right_length)) return NAN;
    return score_pair(&scorer->pair, left, right, kind, least);
}

/* Write which words of two packed names answer each other, in the order of the left name, at most MOST_TOKENS; returns
 * how many, or -1 as `en_score_many` gives NaN. */
API int en_match(Scorer *scorer, const Name *left, uint64_t left_length, const Name *right, uint64_t right_length,
                 Match *out)
{
    Pair *pair = &scorer->pair;
    pair->name[0] = NULL;
    if (!is_packed(left, left_length) || !is_packed(right, right_length)) return -1;
    begin(pair, left, right);
    if (!align_all(pair)) return -1;
    sort_matches(pair);
    memcpy(out, pair->match, (size_t)pair->matches * sizeof *out);
    return pair->matches;
}

API void en_close_scorer(Scorer *scorer)
{
    if (!scorer) return;
    forget_other_scripts(scorer);
    for (int i = 0; i < TEXTS; i++) free((void *)scorer->text[i].text);
    free(scorer->given);
    free(scorer->spelled);
    free(scorer->remembered);
    free(scorer->telling.text);
    free(scorer->telling.kind);
    free(scorer->telling.weight);
    free(scorer);
}

static int build_given(Scorer *scorer)
{
    uint32_t words = scorer->text[GIVEN_ENDS].length / 8, size = 2;
    while (size < 2 * words) size *= 2;
    const uint32_t *ends = (const uint32_t *)scorer->text[GIVEN_ENDS].text;
    scorer->given = calloc(size, sizeof *scorer->given);
    scorer->given_mask = size - 1;
    if (!scorer->given) return 0;
    for (uint32_t word = 0; word < words; word++) {
        uint32_t start = word ? ends[2 * word - 2] : 0;
        uint64_t at = hash_word(scorer->text[GIVEN_WORDS].text + start, ends[2 * word] - start) >> 32;
        while (scorer->given[at & scorer->given_mask]) at++;
        scorer->given[at & scorer->given_mask] = word + 1;
    }
    return 1;
}

static int read_lists(Scorer *scorer)
{
    const Text *text = scorer->text;
    read_spellings(&scorer->rules.spellings, text[SOUNDS].text, text[SOUNDS].length);
    read_spellings(&scorer->pinyin, text[PINYIN].text, text[PINYIN].length);
    read_spellings(&scorer->syllables, text[SYLLABLE_SPELLINGS].text, text[SYLLABLE_SPELLINGS].length);
    read_spellings(&scorer->by_ear, text[BY_EAR].text, text[BY_EAR].length);
    scorer->rules.loose = text[LOOSE].text;
    scorer->rules.vowel = text[VOWELS].text;
    return read_pieces(&scorer->initials, &text[SYLLABLE_INITIALS]) && read_pieces(&scorer->medials, &text[MEDIALS])
           && read_pieces(&scorer->finals, &text[FINALS]) && read_chinese(scorer, &text[CHINESE]);
}

/* Open a scorer with the laws and lists of names/scoring.py, which are copied; NULL where they are not as many as this
 * library wants, or memory is short. A scorer serves one thread at a time and remembers at most 2^`bits` words, 64 bytes
 * each. */
API Scorer *en_open_scorer(const double *laws, uint32_t count, const uint8_t *const *text, const uint32_t *length,
                           uint32_t texts, uint32_t bits)
{
    if (count != sizeof(Laws) / sizeof(double) || texts != TEXTS || bits > 24) return NULL;
    Scorer *scorer = calloc(1, sizeof *scorer);
    if (!scorer) return NULL;
    memcpy(&scorer->laws, laws, sizeof scorer->laws);
    int is_whole = 1;
    for (int i = 0; i < TEXTS; i++) {
        uint8_t *copy = malloc(length[i] + 8);
        if (copy) memcpy(copy, text[i], length[i]);
        is_whole &= copy != NULL;
        scorer->text[i] = (Text){copy, length[i]};
    }
    scorer->remembered_mask = ((uint32_t)1 << bits) - 1;
    scorer->remembered = calloc((size_t)1 << bits, sizeof *scorer->remembered);
    scorer->pair.scorer = scorer;
    if (!is_whole || !scorer->remembered || !build_given(scorer) || !read_lists(scorer)) {
        en_close_scorer(scorer);
        return NULL;
    }
    return scorer;
}
