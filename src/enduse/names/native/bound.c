/* Whether the score of two names could reach what is asked for, told before words are paired: `_may_reach` of
 * names/comparing.py. What several words could be together is first assumed the same, then compared. */
#include "joins.h"

#include <math.h>

static double larger(double one, double other) { return one > other ? one : other; }

static double smaller(double one, double other) { return one < other ? one : other; }

/* --- answers of several words --- */

static void note(double *best, double likeness)
{
    if (likeness > *best) *best = likeness;
}

void note_many(double best[2][MOST_TOKENS], int side, uint32_t one, uint32_t many, double likeness)
{
    note(&best[side][one], likeness);
    for (; many; many &= many - 1) note(&best[!side][first_of(many)], likeness);
}

typedef struct { double (*best)[MOST_TOKENS]; int is_any; } Notes;

static void note_join(Pair *pair, const Join *join, void *to)
{
    (void)pair;
    Notes *notes = to;
    notes->is_any = 1;
    note_many(notes->best, join->side, join->one, join->many, 1);
}

static void note_two(Pair *pair, uint32_t left, uint32_t right, void *to)
{
    (void)pair;
    Notes *notes = to;
    notes->is_any = 1;
    for (; left; left &= left - 1) note(&notes->best[0][first_of(left)], 1);
    for (; right; right &= right - 1) note(&notes->best[1][first_of(right)], 1);
}

static void note_syllable(Pair *pair, uint32_t left, uint32_t right, void *to)
{
    Notes *notes = to;
    notes->is_any = 1;
    note_many(notes->best, 0, first_of(left), right, pair->scorer->laws.same_syllable);
}

/* Note how alike words written together are: at most, where only Python can tell. */
static void note_sure_join(Pair *pair, const Join *join, void *to)
{
    Notes *notes = to;
    uint8_t text[MOST_JOINED * 256];
    const double joined = pair->scorer->laws.joined, least = least_of_joins(pair);
    double likeness = is_same_joined(pair, join) ? pair->scorer->laws.same_joined : -1;
    if (likeness < 0 && is_across(pair, join)) {
        Across across;
        likeness = lay_across(pair, join, text, &across) ? likeness_across(pair, &across) : NOT_READ;
        likeness = likeness == NOT_READ ? 1 : likeness * joined;
    }
    Word word;
    if (likeness < 0) likeness = compare_letters(pair, join, &word, least);
    if (likeness < least) return;
    notes->is_any = 1;
    note_many(notes->best, join->side, join->one, join->many, likeness);
}

/* Tell whether letters are, in their order, among the first letters of words. */
static int are_among_firsts(const Pair *pair, int side, uint32_t words, const uint8_t *letters, uint32_t size)
{
    uint32_t at = 0;
    for (; words && at < size; words &= words - 1) {
        const Token *token = pair->token[side] + first_of(words);
        const uint8_t *form = form_of(pair->name[side], token);
        for (uint32_t i = 0; i < token->form_length && at < size; i++)
            if ((!i || form[i - 1] == ' ') && form[i] == letters[at]) at++;
    }
    return at == size;
}

/* Note words that might stand for first letters of words that stand in a row once others between them are taken. */
static void note_spelled(Pair *pair, Notes *notes)
{
    const Laws *laws = &pair->scorer->laws;
    for (int side = 0; side < 2; side++)
        for (uint32_t left = pair->rest[side]; left; left &= left - 1) {
            const Token *token = pair->token[side] + first_of(left);
            const uint8_t *form = form_of(pair->name[side], token);
            if (!is_abbreviation(laws, form, token)) continue;
            if (!are_among_firsts(pair, !side, pair->rest[!side], form, token->form_length)) continue;
            notes->is_any = 1;
            note_many(notes->best, side, first_of(left), pair->rest[!side], laws->abbreviated);
        }
}

/* Raise the best answer to each token by what several words together could be to it; tells whether there is any. Where
 * `is_sure` is asked for, by what they are, which costs more. */
static int note_joins(Pair *pair, double best[2][MOST_TOKENS], int is_sure)
{
    if (!pair->rest[0] || !pair->rest[1]) return 0;
    int is_korean = may_be_korean(pair), is_chinese = may_be_chinese(pair);
    if (!is_sure && (is_korean || is_chinese)) {
        for (int side = 0; side < 2; side++)
            for (uint32_t i = 0; i < pair->name[side]->tokens; i++) best[side][i] = 1;
        return 1;
    }
    Fit found[2 * MOST_TOKENS];
    Notes notes = {best, 0};
    uint32_t count = is_korean || is_chinese ? 0 : find_abbreviated(pair, found);
    if (is_korean || is_chinese) note_spelled(pair, &notes);
    for (uint32_t i = 0; i < count; i++)
        note_many(best, found[i].side, found[i].one, found[i].many, pair->scorer->laws.abbreviated);
    find_joins(pair, is_sure ? note_sure_join : note_join, &notes);
    find_parted_elsewhere(pair, note_two, &notes);
    if (is_korean) {
        Fit together[MOST_TOGETHER];
        uint32_t size = find_together(pair, together);
        find_syllables(pair, note_syllable, &notes);
        for (uint32_t i = 0; i < size; i++)
            note_many(best, together[i].side, together[i].one, together[i].many, together[i].likeness);
        notes.is_any |= size > 0;
    }
    if (is_chinese) notes.is_any |= note_readings(pair, best);
    return count || notes.is_any;
}

/* --- what is gained and lost --- */

/* Tell whether the score could be `least`, with the best answer to each token known; see `_reaches` in Python. */
static int reaches(const Pair *pair, double best[2][MOST_TOKENS], int kind, double least)
{
    const Laws *laws = &pair->scorer->laws;
    const Scale *how = &laws->scale[kind];
    double most = 0, gained = 0, lost[2] = {0, 0};
    uint32_t same = 0;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < pair->name[side]->tokens; i++)
            if (best[side][i] > 0) most += pair->token[side][i].weight / 2;
    double little = laws->little * exp(-most / how->enough);
    double wanted = little >= laws->too_small ? least / (1 - little) : least;
    for (uint32_t i = 0; i < pair->name[0]->tokens; i++) same += best[0][i] >= 1.0;
    double beside = kind == PERSON && same >= laws->firm_beside ? laws->beside_same : 0;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < pair->name[side]->tokens; i++) {
            const Token *token = pair->token[side] + i;
            double loss = lost_by(laws, token);
            if (kind != PERSON && is_told_again(pair, side, i)) loss = 0;
            double none = -wanted * how->surplus * loss;
            if (best[side][i] > 0) {
                double worth = larger(worth_of(laws, best[side][i]), beside);
                gained += larger(token->weight / 2 * (worth - wanted), none);
            } else {
                gained += none;
                lost[side] += loss;
            }
        }
    return gained >= wanted * (how->conflict - 2 * how->surplus) * smaller(lost[0], lost[1]) - laws->exact;
}

static int may_slip(const Token *token) { return token->part == NAME || token->part == INITIAL || token->part == PARTICLE; }

/* Tell whether two words are one but for a letter: one too many, another, or two exchanged. */
int is_slip(const Pair *pair, uint32_t left, uint32_t right)
{
    const Token *one = pair->token[0] + left, *other = pair->token[1] + right;
    if ((one->part != NAME && other->part != NAME) || !may_slip(one) || !may_slip(other)) return 0;
    const uint8_t *a = form_of(pair->name[0], one), *b = form_of(pair->name[1], other);
    uint32_t size = one->form_length, length = other->form_length;
    while (size && length && *a == *b) a++, b++, size--, length--;
    while (size && length && a[size - 1] == b[length - 1]) size--, length--;
    return size + length == 1 || (size == 1 && length == 1)
           || (size == 2 && length == 2 && a[0] == b[1] && a[1] == b[0]);
}

/* Let a word without an answer have one where a slip might be all that lies between it and a word of the other name. */
static void note_slips(const Pair *pair, double best[2][MOST_TOKENS])
{
    const Laws *laws = &pair->scorer->laws;
    uint32_t same = 0;
    for (uint32_t i = 0; i < pair->name[0]->tokens; i++) same += best[0][i] >= 1.0;
    if (same < laws->firm_beside) return;
    for (uint32_t left = pair->rest[0]; left; left &= left - 1)
        for (uint32_t right = pair->rest[1]; right; right &= right - 1) {
            double *one = &best[0][first_of(left)], *other = &best[1][first_of(right)];
            if ((*one > 0 && *other > 0) || !is_slip(pair, first_of(left), first_of(right))) continue;
            *one = larger(*one, laws->least);
            *other = larger(*other, laws->least);
        }
}

int may_reach(Pair *pair, int kind, double least)
{
    double best[2][MOST_TOKENS];
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < pair->name[side]->tokens; i++) best[side][i] = pair->rest[side] >> i & 1 ? 0 : 1;
    for (uint32_t left = pair->rest[0]; left; left &= left - 1)
        for (uint32_t right = pair->rest[1]; right; right &= right - 1) {
            uint32_t one = first_of(left), other = first_of(right);
            double likeness = pair->alike[one][other].likeness;
            if (likeness > best[0][one]) best[0][one] = likeness;
            if (likeness > best[1][other]) best[1][other] = likeness;
        }
    if (kind == PERSON) note_slips(pair, best);
    if (reaches(pair, best, kind, least)) return 1;
    for (int is_sure = 0; is_sure < 2; is_sure++) {
        double joined[2][MOST_TOKENS];
        memcpy(joined, best, sizeof joined);
        if (!note_joins(pair, joined, is_sure) || !reaches(pair, joined, kind, least)) return 0;
    }
    return 1;
}
