/* How much it says that two names agree, and in what they contradict; see agree.h. */
#include "agree.h"

#include <math.h>

#define MOST_SUMMED (4 * MOST_TOKENS)

/* Add up exactly and round once, as Python's `fsum` does (Shewchuk, Adaptive precision floating-point arithmetic, 1997). */
static double sum_exactly(const double *number, int count)
{
    double part[MOST_SUMMED], low = 0;
    int parts = 0;
    for (int i = 0; i < count; i++) {
        double more = number[i];
        int kept = 0;
        for (int k = 0; k < parts; k++) {
            double large = part[k], small = more;
            if (fabs(more) >= fabs(large)) large = more, small = part[k];
            more = large + small;
            low = small - (more - large);
            if (low != 0) part[kept++] = low;
        }
        part[kept] = more;
        parts = kept + 1;
    }
    if (!parts) return 0;
    double sum = part[--parts];
    low = 0;
    while (parts) {
        double before = sum, next = part[--parts];
        sum = before + next;
        low = next - (sum - before);
        if (low != 0) break;
    }
    if (parts && ((low < 0 && part[parts - 1] < 0) || (low > 0 && part[parts - 1] > 0))) {
        double twice = low * 2, moved = sum + twice;
        if (twice == moved - sum) sum = moved;
    }
    return sum;
}

/* --- rarity --- */

static double word_says(const Name *name, const Token *token, const Rarity *law, const void *vocabulary)
{
    if (token->part != NAME) return law->lesser * token->weight;
    const uint8_t *form = form_of(name, token);
    uint32_t common = commonness_among_persons(vocabulary, form, token->form_length), letters = 0;
    if (common >= (uint32_t)law->words) common = (uint32_t)law->words - 1;
    for (uint32_t i = 0; i < token->form_length; i++) letters += form[i] != ' ';
    double most = law->letter * letters;
    return most < law->word[common] ? most : law->word[common];
}

static double words_say(const Pair *pair, int side, uint32_t places, const Rarity *law, const void *vocabulary)
{
    double says[MOST_TOKENS];
    int count = 0;
    for (; places; places &= places - 1)
        says[count++] = word_says(pair->name[side], pair->token[side] + first_of(places), law, vocabulary);
    return count == 1 ? says[0] : sum_exactly(says, count);
}

static int is_by_letters(int kin) { return kin == WITH_INITIAL || kin == ABBREVIATION; }
static int is_another_form(int kin) { return kin == GIVEN_NAME || kin == SAME_MEANING || kin == JOINED; }

/* Return the share of what a word says by which it counts where it is not quite the same. */
static double share_of_match(const Match *match, const Rarity *law)
{
    if (match->likeness >= law->exact || is_another_form(match->kin)) return 1;
    if (is_by_letters(match->kin)) return law->initial;
    double share = (match->likeness - law->alike_from) / (1 - law->alike_from);
    return share > 1 ? 1 : share > 0 ? share : 0;
}

static double heaviest(const Pair *pair, const Match *match)
{
    double most = 0;
    const uint32_t places[2] = {match->left, match->right};
    for (int side = 0; side < 2; side++)
        for (uint32_t rest = places[side]; rest; rest &= rest - 1) {
            double weight = pair->token[side][first_of(rest)].weight;
            if (weight > most) most = weight;
        }
    return most;
}

/* Note the faults of words without an answer; fewer for one that stands between words that have one. */
static int note_missing_words(const Pair *pair, int side, const Rarity *law, double *fault)
{
    uint32_t firm = 0, first = 0, last = 0;
    int count = 0;
    for (uint32_t i = 0; i < pair->name[side]->tokens; i++)
        if (!(pair->rest[side] >> i & 1) && pair->token[side][i].weight >= law->telling) firm |= (uint32_t)1 << i;
    if (firm) {
        first = first_of(firm);
        last = 31 - (uint32_t)__builtin_clz(firm);
    }
    for (uint32_t rest = pair->rest[side]; rest; rest &= rest - 1) {
        uint32_t place = first_of(rest);
        int is_within = first < place && place < last;
        fault[count++] = pair->token[side][place].weight * (is_within ? law->missing_within : law->missing);
    }
    return count;
}

static double needed_for(const Rarity *law, double faults)
{
    int last = (int)law->faults - 1, at = (int)faults;
    if (faults >= last) return law->needed[last];
    return law->needed[at] + (law->needed[at + 1] - law->needed[at]) * (faults - at);
}

static double fault_of(const Match *match, const Rarity *law)
{
    return is_by_letters(match->kin) ? law->by_initial : is_another_form(match->kin) ? law->other_form : 1;
}

double share_of(const Pair *pair, const Rarity *law, const void *vocabulary)
{
    double agreed[MOST_TOKENS], fault[MOST_SUMMED];
    int faults = 0, is_ordered = 1;
    uint32_t before = 0;
    for (int i = 0; i < pair->matches; i++) {
        const Match *match = &pair->match[i];
        double left = words_say(pair, 0, match->left, law, vocabulary), weight = heaviest(pair, match);
        double right = words_say(pair, 1, match->right, law, vocabulary);
        agreed[i] = (right < left ? right : left) * share_of_match(match, law);
        if (match->likeness < law->exact && weight >= law->telling)
            fault[faults++] = fault_of(match, law);
        if (weight < law->ordered) continue;
        if (first_of(match->right) < before) is_ordered = 0;
        before = first_of(match->right);
    }
    for (int side = 0; side < 2; side++) faults += note_missing_words(pair, side, law, fault + faults);
    if (!is_ordered) fault[faults++] = law->other_order;
    double lacking = needed_for(law, sum_exactly(fault, faults)) - sum_exactly(agreed, pair->matches);
    double share = 1 - law->each_lacking * (lacking > 0 ? lacking : 0);
    return share > law->least ? share : law->least;
}

/* --- contradiction --- */

static int is_core(const Pair *pair, const Token *token)
{
    return token->part == NAME && token->weight >= pair->scorer->laws.core;
}

static int has_core(const Pair *pair, int side, uint32_t places)
{
    for (; places; places &= places - 1)
        if (is_core(pair, pair->token[side] + first_of(places))) return 1;
    return 0;
}

static int is_of_names(const Pair *pair, const Match *match)
{
    return has_core(pair, 0, match->left) && has_core(pair, 1, match->right);
}

static int are_parts(const Pair *pair, int side, uint32_t places, int part)
{
    for (; places; places &= places - 1)
        if (pair->token[side][first_of(places)].part != part) return 0;
    return 1;
}

static int has_part(const Pair *pair, int side, uint32_t places, int part)
{
    for (; places; places &= places - 1)
        if (pair->token[side][first_of(places)].part == part) return 1;
    return 0;
}

static int is_of_fund(const Pair *pair, const Match *match, const Rarity *law)
{
    for (uint32_t rest = match->left; rest; rest &= rest - 1)
        if (pair->token[0][first_of(rest)].group == (uint32_t)law->fund) return 1;
    return 0;
}

/* Tell whether words without an answer are of a trade, and no others but legal forms and particles. */
static int is_trade(const Pair *pair, int side)
{
    int is_told = 0;
    for (uint32_t rest = pair->rest[side]; rest; rest &= rest - 1) {
        int part = pair->token[side][first_of(rest)].part;
        if (part == LEGAL_FORM || part == PARTICLE) continue;
        if (part != GENERIC) return 0;
        is_told = 1;
    }
    return is_told;
}

static int has_telling_rest(const Pair *pair, int side)
{
    for (uint32_t rest = pair->rest[side]; rest; rest &= rest - 1) {
        int part = pair->token[side][first_of(rest)].part;
        if (part != LEGAL_FORM && part != PARTICLE) return 1;
    }
    return 0;
}

/* The marks of generations that a name has, as bits. */
static uint32_t generations(const Pair *pair, int side, const Rarity *law)
{
    uint32_t found = 0, count = pair->name[side]->tokens;
    for (uint32_t at = 0; at < count; at++) {
        const Token *token = pair->token[side] + at;
        for (uint32_t i = 0; i < GENERATIONS && token->group; i++)
            if (token->group == (uint32_t)law->generation[i]) found |= (uint32_t)1 << i;
        if (at + 1 == count && token->form_length == 2 && !memcmp(form_of(pair->name[side], token), "sr", 2)) found |= 2;
    }
    return found;
}

static int are_two_generations(const Pair *pair, const Rarity *law)
{
    uint32_t one = generations(pair, 0, law), other = one ? generations(pair, 1, law) : 0;
    return other && !(one & other);
}

/* Tell whether two words of which at least one is an initial stand the other way round on the other side. */
static int are_initials_crossed(const Pair *pair)
{
    uint32_t before = 0;
    for (int i = 0; i < pair->matches; i++) {
        const Match *match = &pair->match[i];
        uint32_t left = first_of(match->left), right = first_of(match->right);
        int are_letters = pair->token[0][left].part == INITIAL && pair->token[1][right].part == INITIAL;
        if (match->kin != WITH_INITIAL && !are_letters) continue;
        if (right < before) return 1;
        before = right;
    }
    return 0;
}

int find_contradiction(const Pair *pair, const Rarity *law, int kind, int is_craft)
{
    int is_named = 0, is_fund = 0, is_similar_name = 0, is_similar_trade = 0;
    for (int i = 0; i < pair->matches; i++) {
        const Match *match = &pair->match[i];
        int of_names = is_of_names(pair, match);
        is_named |= of_names;
        is_fund |= is_of_fund(pair, match, law);
        if (match->kin != SIMILAR) continue;
        is_similar_name |= of_names;
        is_similar_trade |= are_parts(pair, 0, match->left, GENERIC) && are_parts(pair, 1, match->right, GENERIC);
    }
    if (kind == PERSON) {
        if (are_two_generations(pair, law)) return BY_GENERATION;
        int is_lacking = has_core(pair, 0, pair->rest[0]) && has_core(pair, 1, pair->rest[1]);
        return is_similar_name || is_lacking || are_initials_crossed(pair) ? BY_GIVEN : NOT_APART;
    }
    if ((is_craft || is_fund)
        && (has_part(pair, 0, pair->rest[0], NUMBER) || has_part(pair, 1, pair->rest[1], NUMBER)))
        return BY_NUMBER;
    if (kind != ORGANISATION || !is_named) return NOT_APART;
    if (is_similar_trade || (is_trade(pair, 0) && is_trade(pair, 1))) return BY_TRADE;
    return has_telling_rest(pair, 0) && has_telling_rest(pair, 1) ? BY_WORDS : NOT_APART;
}
