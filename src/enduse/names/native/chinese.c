/* Chinese names in Latin letters; see names/mandarin.py, whose lists these functions are handed. */
#include "scorer.h"

#include <stdlib.h>

enum { LONGEST = 14, LONGEST_SYLLABLE = 6, MOST_SYLLABLES = 3, NOWHERE = 99, MOST_WORDS = 4 };
enum { IS_ITSELF = 1, IS_ALONE = 2 }; /* a spelling that is pinyin as it stands, and one that is a word of its own or none */

/* A spelling: how many letters, the letters, flags, how many readings, of each its number and how many come before it. */
typedef const uint8_t *Spelled;

static Spelled readings_of(Spelled at) { return at + *at + 3; }

static uint32_t count_readings(Spelled at) { return at[*at + 2]; }

int read_chinese(Scorer *scorer, const Text *text)
{
    uint32_t count = 0, size = 2;
    for (Spelled at = text->text, end = at + text->length; at < end; at = readings_of(at) + 3 * count_readings(at)) count++;
    while (size < 3 * count) size *= 2;
    scorer->spelled = calloc(size, sizeof *scorer->spelled);
    scorer->spelled_mask = size - 1;
    if (!scorer->spelled) return 0;
    for (Spelled at = text->text, end = at + text->length; at < end; at = readings_of(at) + 3 * count_readings(at)) {
        uint64_t place = hash_word(at + 1, *at) >> 32;
        while (scorer->spelled[place & scorer->spelled_mask]) place++;
        scorer->spelled[place & scorer->spelled_mask] = (uint32_t)(at - text->text) + 1;
    }
    return 1;
}

/* Find the spelling that some letters of a word are; null where they are none. */
static Spelled find_syllable(const Scorer *scorer, const uint8_t *word, uint32_t size, uint32_t start, uint32_t end)
{
    const uint8_t *text = scorer->text[CHINESE].text;
    for (uint64_t place = hash_word(word + start, end - start) >> 32;; place++) {
        uint32_t known = scorer->spelled[place & scorer->spelled_mask];
        if (!known) return NULL;
        Spelled at = text + known - 1;
        if (*at != end - start || memcmp(at + 1, word + start, end - start)) continue;
        return at[*at + 1] & IS_ALONE && end - start < size ? NULL : at;
    }
}

/* Tell whether a word parts into syllables, and whether into such of pinyin: IS_CHINESE, IS_PINYIN. */
int part_chinese(const Scorer *scorer, const uint8_t *word, uint32_t size)
{
    uint32_t reached = 1, by_pinyin = 1;
    if (size > LONGEST) return 0;
    for (uint32_t at = 0; at < size; at++) {
        if (!(reached >> at & 1)) continue;
        for (uint32_t end = at + 1; end <= size && end <= at + LONGEST_SYLLABLE; end++) {
            Spelled found = find_syllable(scorer, word, size, at, end);
            if (!found) continue;
            reached |= (uint32_t)1 << end;
            if (by_pinyin >> at & 1 && found[*found + 1] & IS_ITSELF) by_pinyin |= (uint32_t)1 << end;
        }
    }
    return (reached >> size & 1 ? IS_CHINESE : 0) | (by_pinyin >> size & 1 ? IS_PINYIN : 0);
}

static int is_surely_pinyin(const Pair *pair, int side)
{
    for (uint32_t i = 0; i < pair->name[side]->tokens; i++) {
        const Token *token = pair->token[side] + i;
        const uint8_t *form = form_of(pair->name[side], token);
        for (uint32_t at = 0; at < token->form_length; at++)
            if (form[at] == 'x' || form[at] == 'q' || (form[at] == 'h' && at && form[at - 1] == 'z')) return 1;
    }
    return 0;
}

/* Tell whether a word is a known given name of other people, which may stand beside Chinese ones. */
static int is_other_given(Pair *pair, int side, uint32_t place)
{
    return pair->token[side][place].flags & IS_GIVEN && !(word_of(pair, side, place)->syllables & IS_CHINESE);
}

static int can_be_chinese(Pair *pair)
{
    uint32_t others[2] = {0, 0};
    for (int side = 0; side < 2; side++) {
        uint32_t count = pair->name[side]->tokens;
        if (count < 2 || count > MOST_WORDS) return 0;
        for (uint32_t i = 0; i < count; i++)
            if (pair->token[side][i].form_length > LONGEST || pair->token[side][i].native_length) return 0;
    }
    for (int is_rest = 1; is_rest >= 0; is_rest--) /* words that differ first: they were made ready before */
        for (int side = 0; side < 2; side++)
            for (uint32_t i = 0; i < pair->name[side]->tokens; i++)
                if ((int)(pair->rest[side] >> i & 1) == is_rest && !(word_of(pair, side, i)->syllables & IS_CHINESE)) {
                    others[side]++;
                    if (!is_other_given(pair, side, i) || others[side] + 2 > pair->name[side]->tokens) return 0;
                }
    return !(is_surely_pinyin(pair, 0) && is_surely_pinyin(pair, 1));
}

/* Tell whether both names are of two to four words that part into Chinese syllables, and not both surely pinyin. */
int may_be_chinese(Pair *pair)
{
    if (pair->is_chinese < 0) pair->is_chinese = can_be_chinese(pair);
    return pair->is_chinese;
}

/* Return the fewest readings that come before one which two spellings share. */
static uint32_t syllables_apart(Spelled one, Spelled other)
{
    uint32_t least = NOWHERE;
    Spelled mine = readings_of(one), its = readings_of(other);
    for (uint32_t i = 0; i < count_readings(one); i++)
        for (uint32_t k = 0; k < count_readings(other); k++)
            if (mine[3 * i] == its[3 * k] && mine[3 * i + 1] == its[3 * k + 1]) {
                uint32_t apart = (uint32_t)mine[3 * i + 2] + its[3 * k + 2];
                if (apart < least) least = apart;
            }
    return least;
}

static uint32_t readings_apart(const Scorer *scorer, const uint8_t *left, uint32_t size, const uint8_t *right,
                               uint32_t length)
{
    uint8_t worst[LONGEST + 1][LONGEST + 1];
    memset(worst, NOWHERE, sizeof worst);
    worst[0][0] = 0;
    for (uint32_t at = 0; at < size; at++)
        for (uint32_t other = 0; other < length; other++) {
            if (worst[at][other] == NOWHERE) continue;
            for (uint32_t end = at + 1; end <= size && end <= at + LONGEST_SYLLABLE; end++) {
                Spelled mine = find_syllable(scorer, left, size, at, end);
                for (uint32_t last = other + 1; mine && last <= length && last <= other + LONGEST_SYLLABLE; last++) {
                    Spelled its = find_syllable(scorer, right, length, other, last);
                    uint32_t apart = its ? syllables_apart(mine, its) : NOWHERE;
                    if (apart < worst[at][other]) apart = worst[at][other];
                    if (apart <= scorer->laws.most_apart && apart < worst[end][last]) worst[end][last] = (uint8_t)apart;
                }
            }
        }
    return worst[size][length];
}

typedef struct { uint8_t text[4 * LONGEST]; uint32_t length; } Written;
typedef struct { double likeness; uint32_t one, many; int side; Written words[2]; } Fit; /* the lesser text first */

static void write_words(const Pair *pair, int side, uint32_t words, Written *to)
{
    to->length = 0;
    for (; words; words &= words - 1) {
        const Token *token = pair->token[side] + first_of(words);
        memcpy(to->text + to->length, form_of(pair->name[side], token), token->form_length);
        to->length += token->form_length;
    }
}

#define READINGS 512 /* a number of a reading is one of so many classes */

typedef struct { /* words, written together, that may be syllables of the other name */
    Written written;
    uint64_t first[READINGS / 64]; /* the readings of what they may begin with */
    uint8_t heard[MOST_SOUNDS];    /* as a stranger hears them */
    uint32_t length;
} Run;

static void lay_run(const Pair *pair, int side, uint32_t words, Run *run)
{
    const Scorer *scorer = pair->scorer;
    const Written *written = &run->written;
    write_words(pair, side, words, &run->written);
    if (written->length > LONGEST) return;
    memset(run->first, 0, sizeof run->first);
    for (uint32_t end = 1; end <= written->length && end <= LONGEST_SYLLABLE; end++) {
        Spelled found = find_syllable(scorer, written->text, written->length, 0, end);
        Spelled reading = found ? readings_of(found) : NULL;
        for (uint32_t i = 0; found && i < count_readings(found); i++) {
            uint32_t number = (reading[3 * i] | (uint32_t)reading[3 * i + 1] << 8) % READINGS;
            run->first[number / 64] |= (uint64_t)1 << number % 64;
        }
    }
    memcpy(run->heard, written->text, written->length);
    run->length = respell(&scorer->by_ear, run->heard, written->length);
}

static int begin_alike(const Run *one, const Run *other)
{
    uint64_t both = 0;
    for (int i = 0; i < READINGS / 64; i++) both |= one->first[i] & other->first[i];
    return both != 0;
}

static double reading_likeness(const Scorer *scorer, const Run *one, const Run *joined)
{
    const Laws *laws = &scorer->laws;
    const Written *left = &one->written, *right = &joined->written;
    uint32_t apart = NOWHERE;
    if (right->length > LONGEST) return 0;
    if (begin_alike(one, joined)) apart = readings_apart(scorer, left->text, left->length, right->text, right->length);
    if (apart != NOWHERE) return laws->read_alike - laws->read_later * apart;
    return one->length == joined->length && !memcmp(one->heard, joined->heard, one->length) ? laws->heard_alike : 0;
}

static int order_written(const Written *one, const Written *other)
{
    return order_texts(one->text, one->length, other->text, other->length);
}

/* Tell whether a fit goes before another: the likest, longest first, whichever name is left. */
static int goes_before(const Fit *one, const Fit *other)
{
    if (one->likeness != other->likeness) return one->likeness > other->likeness;
    uint32_t size = one->words[0].length + one->words[1].length, its = other->words[0].length + other->words[1].length;
    if (size != its) return size > its;
    int order = order_written(&one->words[0], &other->words[0]);
    if (!order) order = order_written(&one->words[1], &other->words[1]);
    if (order) return order < 0;
    int place = (int)one->one - (int)first_of(one->many), its_place = (int)other->one - (int)first_of(other->many);
    if (abs(place) != abs(its_place)) return abs(place) < abs(its_place);
    uint32_t first = one->one < first_of(one->many) ? one->one : first_of(one->many);
    return first < (other->one < first_of(other->many) ? other->one : first_of(other->many));
}

static void try_run(const Pair *pair, int side, uint32_t many, double most, const Run alone[MOST_WORDS], Fit *fits,
                    uint32_t *count)
{
    Run joined;
    lay_run(pair, !side, many, &joined);
    for (uint32_t left = pair->rest[side]; left; left &= left - 1) {
        const Run *one = &alone[first_of(left)];
        double likeness = reading_likeness(pair->scorer, one, &joined);
        if (!(likeness > 0)) continue;
        int is_less = order_written(&one->written, &joined.written) <= 0;
        fits[(*count)++] = (Fit){likeness < most ? likeness : most, first_of(left), many, side,
                                 {is_less ? one->written : joined.written, is_less ? joined.written : one->written}};
    }
}

static int are_pinyin(Pair *pair)
{
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < pair->name[side]->tokens; i++)
            if (!(word_of(pair, side, i)->syllables & IS_PINYIN) && !is_other_given(pair, side, i)) return 0;
    return 1;
}

#define MOST_FITS (MOST_WORDS * MOST_WORDS * MOST_SYLLABLES * 2)

/* Find the words that are syllables which two systems of romanising spell in two ways; returns how many. */
static uint32_t find_readings(Pair *pair, Fit fits[MOST_FITS])
{
    uint32_t count = 0;
    double most = are_pinyin(pair) ? pair->scorer->laws.heard_alike : 1.0;
    for (int side = 0; side < 2; side++) {
        Run alone[MOST_WORDS];
        for (uint32_t left = pair->rest[side]; left; left &= left - 1)
            lay_run(pair, side, left & -left, &alone[first_of(left)]);
        for (uint32_t left = pair->rest[!side]; left; left &= left - 1) {
            uint32_t many = 0;
            for (uint32_t place = first_of(left), more = 0; more < MOST_SYLLABLES; more++, place++) {
                if (place >= MOST_TOKENS || !(pair->rest[!side] >> place & 1)) break;
                many |= (uint32_t)1 << place;
                if (!side || more) try_run(pair, side, many, most, alone, fits, &count);
            }
        }
    }
    return count;
}

/* Raise the best answer to each token by such words; tells whether there are any. */
int note_readings(Pair *pair, double best[2][MOST_TOKENS])
{
    Fit fits[MOST_FITS];
    uint32_t count = find_readings(pair, fits);
    for (uint32_t i = 0; i < count; i++) note_many(best, fits[i].side, fits[i].one, fits[i].many, fits[i].likeness);
    return count > 0;
}

/* Match Chinese syllables that two systems of romanising spell in two ways, one word with up to three neighbours. */
void take_readings(Pair *pair)
{
    Fit fits[MOST_FITS];
    uint32_t count = find_readings(pair, fits);
    for (;;) {
        const Fit *best = NULL;
        for (uint32_t i = 0; i < count; i++) {
            const Fit *fit = &fits[i];
            int is_open = pair->rest[fit->side] >> fit->one & 1 && !(fit->many & ~pair->rest[!fit->side]);
            if (is_open && (!best || goes_before(fit, best))) best = fit;
        }
        if (!best) return;
        uint32_t one = (uint32_t)1 << best->one, many = best->many;
        add_match(pair, best->side ? many : one, best->side ? one : many, best->likeness,
                  many & (many - 1) ? JOINED : SOUND);
    }
}
