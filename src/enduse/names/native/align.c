/* Which word of one name answers which word of the other: `align` of names/alignment.py, which tells the rules. Tokens
 * without an answer are bits of `rest`, so they always stand in printed order. */
#include "joins.h"

#include <math.h>

static uint32_t bit(uint32_t place) { return (uint32_t)1 << place; }

void add_match(Pair *pair, uint32_t left, uint32_t right, double likeness, int kin)
{
    pair->rest[0] &= ~left;
    pair->rest[1] &= ~right;
    pair->match[pair->matches++] = (Match){likeness, left, right, kin};
}

void take_same(Pair *pair, int with_articles)
{
    for (uint32_t left = pair->rest[0]; left; left &= left - 1) {
        const Token *one = pair->token[0] + first_of(left);
        if (!with_articles && one->flags & IS_ARTICLE) continue;
        for (uint32_t right = pair->rest[1]; right; right &= right - 1) {
            const Token *other = pair->token[1] + first_of(right);
            if (!is_same_form(pair->name[0], one, pair->name[1], other)) continue;
            add_match(pair, left & -left, right & -right, 1, SAME);
            break;
        }
    }
}

/* Compare each token that is left with each of the other name. */
void compare_rest(Pair *pair)
{
    for (uint32_t left = pair->rest[0]; left; left &= left - 1)
        for (uint32_t right = pair->rest[1]; right; right &= right - 1) {
            uint32_t one = first_of(left), other = first_of(right);
            Alike alike = compare_tokens(pair, one, other);
            if (alike.likeness < pair->least) alike = (Alike){0, alike.kin == GIVEN_NAME ? GIVEN_NAME : SIMILAR};
            if (alike.kin == UNTOLD) pair->is_untold = 1;
            pair->alike[one][other] = alike;
        }
}

static int by_places(const Pair *pair, int side, uint32_t one, uint32_t other, Alike *alike)
{
    *alike = side ? pair->alike[other][one] : pair->alike[one][other];
    return alike->likeness > 0;
}

/* --- words written together --- */

static void append_letters(Join *join, const uint8_t *form, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++)
        if (form[i] != ' ') join->text[join->length++] = form[i];
}

static uint32_t begins_with_article(const uint8_t *form, uint32_t size)
{
    return size >= 3 && !memcmp(form, "al ", 3) ? 3 : 0;
}

/* Write neighbours together, without articles where asked for. */
static void write_join(const Pair *pair, Join *join, int is_bare)
{
    const Name *name = pair->name[!join->side];
    join->length = 0;
    join->has_native = 1;
    join->is_bare = is_bare;
    for (uint32_t left = join->many; left; left &= left - 1) {
        const Token *token = pair->token[!join->side] + first_of(left);
        if (is_bare && token->flags & IS_ARTICLE) continue;
        uint32_t cut = is_bare ? begins_with_article(form_of(name, token), token->form_length) : 0;
        append_letters(join, form_of(name, token) + cut, token->form_length - cut);
        join->has_native &= token->native_length > 0;
    }
}

/* Write neighbours together with articles as they are spoken in the west: "ed" before "din". Tells whether one stands
 * there; only in names of Latin letters. */
static int write_spoken(const Pair *pair, Join *join)
{
    const Name *name = pair->name[!join->side];
    int is_spoken = 0;
    join->length = 0;
    join->has_native = join->is_bare = 0;
    for (uint32_t left = join->many; left; left &= left - 1) {
        const Token *token = pair->token[!join->side] + first_of(left);
        if (token->native_length) return 0;
        uint32_t rest = left & (left - 1);
        if (!(token->flags & IS_ARTICLE) || !rest) {
            append_letters(join, form_of(name, token), token->form_length);
            continue;
        }
        uint8_t first = *form_of(name, pair->token[!join->side] + first_of(rest));
        uint8_t article[2] = {'e', memchr("tdrzsln", first, 7) ? first : 'l'};
        append_letters(join, article, 2);
        is_spoken = 1;
    }
    return is_spoken;
}

static void offer_join(Pair *pair, Join *join, uint32_t slack, TakeJoin take, void *to)
{
    for (uint32_t left = pair->rest[join->side]; left; left &= left - 1) {
        join->one = first_of(left);
        uint32_t size = pair->token[join->side][join->one].form_length;
        if (size > 3 && size <= join->length + slack && join->length <= size + slack) take(pair, join, to);
    }
}

static void write_ways(Pair *pair, Join *join, uint32_t slack, TakeJoin take, void *to)
{
    uint8_t whole[sizeof join->text];
    write_join(pair, join, 0);
    uint32_t length = join->length;
    memcpy(whole, join->text, length);
    offer_join(pair, join, slack, take, to);
    write_join(pair, join, 1);
    if (join->length && (join->length != length || memcmp(whole, join->text, length)))
        offer_join(pair, join, slack, take, to);
    if (join->articles && write_spoken(pair, join) && (join->length != length || memcmp(whole, join->text, length)))
        offer_join(pair, join, slack, take, to);
}

/* Offer two to four neighbours from `start` whose letters together can make a word of `shortest` to `longest`. */
static void join_from(Pair *pair, Join *join, uint32_t start, int64_t shortest, int64_t longest, uint32_t slack,
                      TakeJoin take, void *to)
{
    int side = !join->side;
    int64_t letters = 0, least = 0, most = (int64_t)fmin(pair->scorer->laws.most_joined, MOST_JOINED);
    join->many = join->articles = 0;
    for (int64_t more = 0; more < most; more++) {
        uint32_t place = start + (uint32_t)more;
        if (place >= MOST_TOKENS || !(pair->rest[side] >> place & 1)) return;
        const Token *token = pair->token[side] + place;
        int64_t size = token->form_length;
        letters += size;
        if (!(token->flags & IS_ARTICLE))
            least += size - begins_with_article(form_of(pair->name[side], token), token->form_length);
        if (least - more > longest) return; /* the spaces inside phrases fall away */
        join->many |= bit(place);
        join->articles += (token->flags & IS_ARTICLE) != 0;
        if (more && letters >= shortest) write_ways(pair, join, slack, take, to);
    }
}

/* Offer every word with neighbours of the other name that lengths allow, in the order of Python. */
void find_joins(Pair *pair, TakeJoin take, void *to)
{
    const Laws *laws = &pair->scorer->laws;
    uint32_t slack = (uint32_t)(pair->is_foreign ? laws->slack_foreign : laws->slack);
    Join join;
    for (join.side = 0; join.side < 2; join.side++) {
        int64_t shortest = 1 << 16, longest = 0;
        for (uint32_t left = pair->rest[join.side]; left; left &= left - 1) {
            int64_t size = pair->token[join.side][first_of(left)].form_length;
            if (size < shortest) shortest = size;
            if (size > longest) longest = size;
        }
        if (longest <= 3) continue;
        if (shortest < 4) shortest = 4;
        uint32_t others = pair->rest[!join.side];
        for (uint32_t left = others & others >> 1; left; left &= left - 1)
            join_from(pair, &join, first_of(left), shortest - slack, longest + slack, slack, take, to);
    }
}

typedef struct { Fit fit[MOST_JOINS]; uint32_t count; Word word; } Fits;

/* Tell whether one of the words alone answers as well as all of them together, or but for articles is another
 * name. */
static int is_alike_alone(const Pair *pair, const Join *join, double likeness)
{
    Alike alike;
    uint32_t words = 0, others = 0;
    for (uint32_t left = join->many; left; left &= left - 1) {
        int is_answer = by_places(pair, join->side, join->one, first_of(left), &alike);
        if (is_answer && alike.likeness > likeness - pair->scorer->laws.gain_by_joining) return 1;
        if (pair->token[!join->side][first_of(left)].flags & IS_ARTICLE) continue;
        words++;
        others += !is_answer && alike.kin == GIVEN_NAME;
    }
    return words == 1 && others;
}

/* Lay out words written together beside a word of another script; false where they are too long for `text`. */
int lay_across(const Pair *pair, const Join *join, uint8_t text[MOST_JOINED * 256], Across *to)
{
    const Name *name = pair->name[join->side], *others = pair->name[!join->side];
    const Token *one = pair->token[join->side] + join->one;
    if (!join->has_native) {
        *to = (Across){form_of(name, one) + one->form_length, join->text, one->native_length, join->length};
        return 1;
    }
    *to = (Across){text, form_of(name, one), 0, one->form_length};
    for (uint32_t left = join->many; left; left &= left - 1) {
        const Token *token = pair->token[!join->side] + first_of(left);
        if (join->is_bare && token->flags & IS_ARTICLE) continue;
        if (token->native_length > 255) return 0;
        memcpy(text + to->length, form_of(others, token) + token->form_length, token->native_length);
        to->length += token->native_length;
    }
    return 1;
}

/* Return how alike they are; negative where no table or only Python can tell. */
double likeness_across(Pair *pair, const Across *across)
{
    const NativeWord *word = find_native(pair->scorer, across->native, across->length);
    return word ? script_likeness(pair->scorer, word, across->latin, across->size) : NOT_READ;
}

int is_across(const Pair *pair, const Join *join)
{
    return !pair->token[join->side][join->one].native_length != !join->has_native;
}

/* Compare words written together with a word of another script, and note what Python must tell of first. */
static double compare_across(Pair *pair, const Join *join)
{
    uint8_t text[MOST_JOINED * 256];
    Across across;
    if (!lay_across(pair, join, text, &across)) {
        pair->is_untold = 1;
        return NOT_READ;
    }
    double likeness = likeness_across(pair, &across);
    if (likeness == NOT_READ) {
        pair->is_untold = 1;
        note_missing(pair->scorer, across.native, across.length);
    }
    return likeness;
}

double compare_letters(Pair *pair, const Join *join, Word *word, double least)
{
    const double joined = pair->scorer->laws.joined;
    make_ready(pair->scorer, word, join->text, join->length);
    const Word *one = word_of(pair, join->side, join->one);
    return compare_words(pair->scorer, one, word, pair->is_foreign, least / joined - 1e-9).likeness * joined;
}

int is_same_joined(const Pair *pair, const Join *join)
{
    const Token *token = pair->token[join->side] + join->one;
    return token->form_length == join->length
           && !memcmp(form_of(pair->name[join->side], token), join->text, join->length);
}

static double compare_join(Pair *pair, const Join *join, Word *word, double least)
{
    const Laws *laws = &pair->scorer->laws;
    if (is_same_joined(pair, join)) return laws->same_joined;
    if (is_across(pair, join)) {
        double across = compare_across(pair, join);
        if (across >= 0) return across * laws->joined;
        if (pair->is_untold) return 0;
    }
    return compare_letters(pair, join, word, least);
}

double least_of_joins(const Pair *pair)
{
    return pair->is_foreign ? pair->scorer->laws.least_joined_foreign : pair->scorer->laws.least_joined;
}

static void take_fit(Pair *pair, const Join *join, void *to)
{
    Fits *fits = to;
    double least = least_of_joins(pair), likeness = compare_join(pair, join, &fits->word, least);
    if (likeness < least || (pair->is_foreign && is_alike_alone(pair, join, likeness))) return;
    if (fits->count == MOST_JOINS) pair->is_untold = 1;
    else fits->fit[fits->count++] = (Fit){likeness, join->one, join->many, join->side};
}

static int order_many(const Pair *pair, const Fit *one, const Fit *other)
{
    uint32_t left = one->many, right = other->many;
    for (; left && right; left &= left - 1, right &= right - 1) {
        int order = order_forms(pair->name[!one->side], pair->token[!one->side] + first_of(left),
                                pair->name[!other->side], pair->token[!other->side] + first_of(right));
        if (order) return order;
    }
    return (left != 0) - (right != 0);
}

/* Tell whether a join goes before another: the likest, longest first. */
static int goes_before(const Pair *pair, const Fit *one, const Fit *other)
{
    if (one->likeness != other->likeness) return one->likeness > other->likeness;
    const Token *mine = pair->token[one->side] + one->one, *its = pair->token[other->side] + other->one;
    if (mine->form_length != its->form_length) return mine->form_length > its->form_length;
    int order = order_forms(pair->name[one->side], mine, pair->name[other->side], its);
    if (!order) order = order_many(pair, one, other);
    if (!order) order = (int)one->one - (int)other->one;
    if (!order) order = (int)first_of(one->many) - (int)first_of(other->many);
    return order < 0;
}

static int is_open(const Pair *pair, int side, uint32_t one, uint32_t many)
{
    return pair->rest[side] >> one & 1 && !(many & ~pair->rest[!side]);
}

static void match_many(Pair *pair, int side, uint32_t one, uint32_t many, double likeness, int kin)
{
    add_match(pair, side ? many : bit(one), side ? bit(one) : many, likeness, kin);
}

/* Take fits in their order as far as all their words are still without an answer. */
static void take_fits(Pair *pair, const Fit *fit, uint32_t count)
{
    for (;;) {
        const Fit *best = NULL;
        for (uint32_t i = 0; i < count; i++)
            if (is_open(pair, fit[i].side, fit[i].one, fit[i].many) && (!best || goes_before(pair, &fit[i], best)))
                best = &fit[i];
        if (!best) return;
        match_many(pair, best->side, best->one, best->many, best->likeness, JOINED);
    }
}

static void take_joined(Pair *pair)
{
    Fits fits;
    fits.count = 0;
    find_joins(pair, take_fit, &fits);
    take_fits(pair, fits.fit, fits.count);
}

/* --- words parted elsewhere --- */

static uint32_t write_two(const Pair *pair, int side, uint32_t first, uint8_t *text)
{
    uint32_t length = 0;
    for (uint32_t at = first; at < first + 2; at++) {
        const Token *token = pair->token[side] + at;
        const uint8_t *form = form_of(pair->name[side], token);
        for (uint32_t i = 0; i < token->form_length; i++)
            if (form[i] != ' ') text[length++] = form[i];
    }
    return length;
}

/* The first of each two neighbours without an answer that are words of some letters together, as bits. */
static uint32_t neighbours(const Pair *pair, int side)
{
    uint32_t found = 0;
    for (uint32_t left = pair->rest[side] & pair->rest[side] >> 1; left; left &= left - 1) {
        const Token *one = pair->token[side] + first_of(left), *other = one + 1;
        if (one->part == NUMBER || one->part == LEGAL_FORM || other->part == NUMBER || other->part == LEGAL_FORM) continue;
        if (one->form_length + other->form_length >= pair->scorer->laws.least_parted) found |= left & -left;
    }
    return found;
}

/* Offer two neighbours of either name that are the same letters, parted at another place. */
void find_parted_elsewhere(Pair *pair, TakeTwo take, void *to)
{
    uint8_t text[2 * MOST_FORM], its[2 * MOST_FORM];
    uint32_t mine = neighbours(pair, 0), others = mine ? neighbours(pair, 1) : 0;
    for (; mine && others; mine &= mine - 1) {
        uint32_t size = write_two(pair, 0, first_of(mine), text);
        for (uint32_t right = others; right; right &= right - 1) {
            if (write_two(pair, 1, first_of(right), its) != size || memcmp(text, its, size)) continue;
            take(pair, bit(first_of(mine)) * 3, bit(first_of(right)) * 3, to);
            break;
        }
    }
}

static void take_two(Pair *pair, uint32_t left, uint32_t right, void *to)
{
    (void)to;
    if ((left & ~pair->rest[0]) || (right & ~pair->rest[1])) return;
    add_match(pair, left, right, pair->scorer->laws.same_joined, JOINED);
}

/* --- syllables and first letters --- */

/* Offer words that are the same Korean syllables, the first that is left on the right to each on the left. */
void find_syllables(Pair *pair, TakeTwo take, void *to)
{
    uint8_t key[MOST_SOUNDS], other[4][MOST_SOUNDS]; /* of names of at most four words */
    uint32_t length[4];
    for (uint32_t right = pair->rest[1]; right; right &= right - 1) {
        const Token *its = pair->token[1] + first_of(right);
        uint32_t at = first_of(right) & 3;
        length[at] = syllable_key(pair->scorer, form_of(pair->name[1], its), its->form_length, other[at]);
    }
    for (uint32_t left = pair->rest[0]; left; left &= left - 1) {
        const Token *one = pair->token[0] + first_of(left);
        uint32_t size = syllable_key(pair->scorer, form_of(pair->name[0], one), one->form_length, key);
        for (uint32_t right = pair->rest[1]; right; right &= right - 1) {
            uint32_t at = first_of(right) & 3;
            if (length[at] != size || memcmp(key, other[at], size)) continue;
            take(pair, left & -left, right & -right, to);
            if (!(pair->rest[0] & left & -left)) break;
        }
    }
}

static void take_syllable(Pair *pair, uint32_t left, uint32_t right, void *to)
{
    (void)to;
    add_match(pair, left, right, pair->scorer->laws.same_syllable, SOUND);
}

/* Write one spelling of the vowels that systems spell o, u and eo; empty for what cannot be Korean. */
static uint32_t loose_key(const Scorer *scorer, const uint8_t *form, uint32_t size, uint8_t *key)
{
    if (!is_korean(scorer, form, size)) return 0;
    size = syllable_key(scorer, form, size, key);
    for (uint32_t i = 0; i < size; i++)
        if (key[i] == 'u') key[i] = 'o';
    return size;
}

/* Find words that are two neighbours of the other name together; see `find_together` of names/korean.py. */
uint32_t find_together(const Pair *pair, Fit *found)
{
    uint8_t text[2 * MOST_FORM], key[MOST_SOUNDS], mine[MOST_SOUNDS];
    uint32_t count = 0;
    for (int side = 0; side < 2; side++) {
        uint32_t others = pair->rest[!side];
        for (uint32_t left = others & others >> 1; left; left &= left - 1) {
            const Token *many = pair->token[!side] + first_of(left);
            if (many[0].native_length || many[1].native_length) continue;
            uint32_t size = loose_key(pair->scorer, text, write_two(pair, !side, first_of(left), text), key);
            for (uint32_t ones = size ? pair->rest[side] : 0; ones; ones &= ones - 1) {
                const Token *one = pair->token[side] + first_of(ones);
                if (one->native_length || count == MOST_TOGETHER) continue;
                if (loose_key(pair->scorer, form_of(pair->name[side], one), one->form_length, mine) != size
                    || memcmp(mine, key, size))
                    continue;
                found[count++] = (Fit){pair->scorer->laws.like_together, first_of(ones),
                                       (uint32_t)3 << first_of(left), side};
            }
        }
    }
    return count;
}

static void take_together(Pair *pair)
{
    Fit found[MOST_TOGETHER];
    take_fits(pair, found, find_together(pair, found));
}

int is_abbreviation(const Laws *laws, const uint8_t *form, const Token *token)
{
    if (token->flags & IS_GIVEN || (token->native_length && form[token->form_length] >= 0xD4)) return 0;
    if (token->part != NAME || token->form_length < laws->shortest_letters
        || token->form_length > laws->longest_letters)
        return 0;
    for (uint32_t i = 0; i < token->form_length; i++)
        if (form[i] < 'a' || form[i] > 'z') return 0;
    return 1;
}

/* Return the tokens from the first of `left` whose first letters spell the whole of `letters`; none: 0. */
static uint32_t spell_from(const Pair *pair, int side, uint32_t left, const uint8_t *letters, uint32_t size)
{
    uint32_t at = 0, run = 0;
    for (; left; left &= left - 1) {
        const Token *token = pair->token[side] + first_of(left);
        const uint8_t *form = form_of(pair->name[side], token);
        for (uint32_t i = 0; i < token->form_length; i++)
            if (!i || form[i - 1] == ' ') {
                if (at == size || form[i] != letters[at]) return 0;
                at++;
            }
        run |= left & -left;
        if (at == size) return run;
    }
    return 0;
}

/* Return the first of some words in a row whose first letters are the given ones, as bits; none: 0. */
static uint32_t find_spelled_out(const Pair *pair, int side, uint32_t words, const uint8_t *letters, uint32_t size)
{
    for (int is_whole = 0; is_whole < 2; is_whole++) {
        uint32_t counted = words;
        for (uint32_t left = counted; left && !is_whole; left &= left - 1)
            if (pair->token[side][first_of(left)].part == PARTICLE) counted &= ~(left & -left);
        for (uint32_t left = counted; left; left &= left - 1) {
            uint32_t run = spell_from(pair, side, left, letters, size);
            if (run & (run - 1)) return run;
        }
    }
    return 0;
}

/* Tell whether a word only says again, by first letters, what other words of its name say. */
int is_told_again(const Pair *pair, int side, uint32_t place)
{
    const Laws *laws = &pair->scorer->laws;
    const Token *token = pair->token[side] + place;
    const uint8_t *form = form_of(pair->name[side], token);
    if (token->form_length < laws->shortest_told_again || !is_abbreviation(laws, form, token)) return 0;
    return find_spelled_out(pair, side, all_of(pair->name[side]) & ~bit(place), form, token->form_length) != 0;
}

/* Find the words that stand for first letters of words of the other name; returns how many. */
uint32_t find_abbreviated(const Pair *pair, Fit *found)
{
    uint32_t count = 0;
    for (int side = 0; side < 2; side++) {
        uint32_t most = count_of(pair->rest[!side]);
        for (uint32_t left = pair->rest[!side]; left; left &= left - 1) {
            const Token *token = pair->token[!side] + first_of(left);
            const uint8_t *form = form_of(pair->name[!side], token);
            for (uint32_t i = 0; token->part != NAME && i < token->form_length; i++) most += form[i] == ' ';
        }
        if (most < 2) continue;
        for (uint32_t left = pair->rest[side]; left; left &= left - 1) {
            const Token *token = pair->token[side] + first_of(left);
            const uint8_t *form = form_of(pair->name[side], token);
            if (token->form_length > most || !is_abbreviation(&pair->scorer->laws, form, token)) continue;
            uint32_t many = find_spelled_out(pair, !side, pair->rest[!side], form, token->form_length);
            if (many) found[count++] = (Fit){0, first_of(left), many, side};
        }
    }
    return count;
}

static int is_spelled_before(const Pair *pair, const Fit *one, const Fit *other)
{
    const Token *mine = pair->token[one->side] + one->one, *its = pair->token[other->side] + other->one;
    if (mine->form_length != its->form_length) return mine->form_length > its->form_length;
    int order = order_forms(pair->name[one->side], mine, pair->name[other->side], its);
    if (!order) order = (int)one->one - (int)other->one;
    if (!order) order = (int)first_of(one->many) - (int)first_of(other->many);
    return order < 0;
}

static void take_abbreviated(Pair *pair)
{
    Fit found[2 * MOST_TOKENS];
    const Laws *laws = &pair->scorer->laws;
    uint32_t count = find_abbreviated(pair, found);
    for (;;) {
        const Fit *best = NULL;
        for (uint32_t i = 0; i < count; i++)
            if (is_open(pair, found[i].side, found[i].one, found[i].many)
                && (!best || is_spelled_before(pair, &found[i], best)))
                best = &found[i];
        if (!best) return;
        int is_long = pair->token[best->side][best->one].form_length > 2;
        match_many(pair, best->side, best->one, best->many, is_long ? laws->abbreviated : laws->abbreviated_short,
                   ABBREVIATION);
    }
}

/* --- the most alike --- */

static int is_liker(const Pair *pair, uint32_t left, uint32_t right, uint32_t best_left, uint32_t best_right)
{
    const Token *one = pair->token[0] + left, *other = pair->token[1] + right;
    const Token *best = pair->token[0] + best_left, *its = pair->token[1] + best_right;
    double likeness = pair->alike[left][right].likeness, known = pair->alike[best_left][best_right].likeness;
    double weighed = likeness * (one->weight + other->weight), before = known * (best->weight + its->weight);
    if (weighed != before) return weighed > before;
    if (likeness != known) return likeness > known;
    uint32_t apart = left > right ? left - right : right - left;
    uint32_t its_apart = best_left > best_right ? best_left - best_right : best_right - best_left;
    if (apart != its_apart) return apart < its_apart;
    uint32_t place = left < right ? left : right, its_place = best_left < best_right ? best_left : best_right;
    if (place != its_place) return place < its_place;
    const Name *mine = pair->name[0], *theirs = pair->name[1];
    int is_swapped = order_forms(mine, one, theirs, other) > 0, its_swapped = order_forms(mine, best, theirs, its) > 0;
    const Name *names[2] = {mine, theirs};
    const Token *tokens[2] = {one, other}, *known_tokens[2] = {best, its};
    for (int end = 0; end < 2; end++) {
        int side = end ^ is_swapped, its_side = end ^ its_swapped;
        int order = order_forms(names[side], tokens[side], names[its_side], known_tokens[its_side]);
        if (order) return order < 0;
    }
    return 0;
}

static void take_alike(Pair *pair)
{
    for (;;) {
        int is_found = 0;
        uint32_t best_left = 0, best_right = 0;
        for (uint32_t left = pair->rest[0]; left; left &= left - 1)
            for (uint32_t right = pair->rest[1]; right; right &= right - 1) {
                uint32_t one = first_of(left), other = first_of(right);
                if (!(pair->alike[one][other].likeness > 0)) continue;
                if (is_found && !is_liker(pair, one, other, best_left, best_right)) continue;
                is_found = 1;
                best_left = one;
                best_right = other;
            }
        if (!is_found) return;
        Alike alike = pair->alike[best_left][best_right];
        add_match(pair, bit(best_left), bit(best_right), alike.likeness, alike.kin);
    }
}

/* Note the words of other scripts that Python must tell of before what `compare_rest` compared can be paired. */
void note_untold(Pair *pair)
{
    for (uint32_t left = pair->rest[0]; left; left &= left - 1)
        for (uint32_t right = pair->rest[1]; right; right &= right - 1) {
            uint32_t one = first_of(left), other = first_of(right);
            if (pair->alike[one][other].kin != UNTOLD) continue;
            int side = !pair->token[0][one].native_length;
            const Token *token = pair->token[side] + (side ? other : one);
            note_missing(pair->scorer, form_of(pair->name[side], token) + token->form_length, token->native_length);
        }
}

/* Pair what `take_same` has left over; `compare_rest` must have been called. */
void align_rest(Pair *pair)
{
    if (!pair->rest[0] || !pair->rest[1]) return;
    find_parted_elsewhere(pair, take_two, NULL);
    take_joined(pair);
    take_same(pair, 1);
    if (may_be_korean(pair)) {
        find_syllables(pair, take_syllable, NULL);
        take_together(pair);
    }
    if (may_be_chinese(pair)) take_readings(pair);
    take_abbreviated(pair);
    take_alike(pair);
}
