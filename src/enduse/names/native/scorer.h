/* What the parts of scoring share: the laws as Python states them, two names being compared, and the words in them.
 * The same is done in Python, with reasons, by names/comparing.py and names/alignment.py, which say what it means. */
#ifndef ENDUSE_SCORER_H
#define ENDUSE_SCORER_H

#include "name.h"
#include "sounds.h"

#define MOST_POINTS 16  /* of the line from likeness to worth */
#define MOST_JOINED 4   /* words that may be one on the other side, at most */
#define MOST_JOINS 256  /* joins of one pair of names that fit; more are left to Python */
#define MOST_PIECES 64  /* spellings of a part of a syllable, each of at most four letters */

typedef struct { double conflict, surplus, enough; } Scale;

/* In the order of names/scoring.py. */
typedef struct {
    double least, least_foreign, least_joined, least_joined_foreign, most_joined, slack, slack_foreign;
    double gain_by_joining, shortest_letters, longest_letters, shortest_told_again, longest_syllables;
    double same_syllable, like_together, read_alike, read_later, heard_alike, most_apart, of_place, abbreviated, abbreviated_short, same_meaning, initial, initial_of_form, least_parted;
    double same_sound, same_short_sound, near_sound, first_letter, first_alone, backwards, shortest_backwards, amiss_backwards, may_be_slips, shortest_stem;
    double same_joined, joined;
    double least_like, same_foreign[2], same_here[2], same_loosely[2], near, near_by_syllables;
    double little, too_small, beside_same, firm_beside, core, faint, other_order, other_form, other_form_alone, other_sort, numbers_differ, number_absent;
    double father_and_son, other_place, lost_short, short_word, lost_initial, exact, nearly, only_generic, as_read;
    Scale scale[KINDS];
    double points, likeness[MOST_POINTS], worth[MOST_POINTS];
} Laws;

typedef struct { const uint8_t *text; uint32_t length; } Text; /* pieces, each ended by a zero */

typedef struct { /* of syllables, by their first letters */
    uint8_t from[27], length[MOST_PIECES];
    uint32_t text[MOST_PIECES], mask[MOST_PIECES];
} Pieces;

enum { SOUNDS, PINYIN, SYLLABLE_INITIALS, MEDIALS, FINALS, SYLLABLE_SPELLINGS, DROPPED, LOOSE, VOWELS, LOOSELY, SYLLABLES,
       GIVEN_WORDS, GIVEN_ENDS, GIVEN_GROUPS, GIVEN_WORTHS, GIVEN_INITIALS, KINDRED, ENDINGS, BY_EAR, CHINESE, TEXTS }; /* in the order of names/scoring.py */

typedef struct { /* a word's keys, remembered: one line of the processor's memory */
    uint8_t size, sounds, bones, syllables;
    uint32_t set, sound_set, bone_set;
    uint8_t text[48]; /* the form, its key of sound, its key of consonants */
} Remembered;

typedef struct { /* a word made ready */
    const uint8_t *form, *sound, *bone;
    uint32_t size, sounds, bones, set, sound_set, bone_set; /* a set has a bit for each of 32 classes of letters */
    int syllables; /* bits: IS_KOREAN and the others */
    uint8_t keys[2 * MOST_SOUNDS];
} Word;

enum { SAME, SAME_MEANING, JOINED, GIVEN_NAME, WITH_INITIAL, OTHER_SCRIPT, ABBREVIATION, SOUND, ONE_LETTER, BACKWARDS,
       SIMILAR, UNTOLD }; /* kinships in the order of `Kinship`; UNTOLD: Python must tell first */
typedef struct { double likeness; int kin; } Alike;
typedef struct { double likeness; uint32_t left, right; int32_t kin; } Match; /* the places of the tokens as bits */

/* What may be said of two names, in the order of `SAID` of names/comparing.py: kinships, then what a side lacks, then what takes
 * something off, then what stands alone. */
enum { MISSING_RIGHT = UNTOLD, MISSING_LEFT, LITTLE_IN_COMMON, FATHER_AND_SON, ANOTHER_ORDER, ANOTHER_PLACE, ANOTHER_FORM,
       OTHER_NUMBERS, NUMBER_ABSENT, ONLY_GENERIC, IS_CUT, SAME_NAME };
typedef struct { int why; double share; } Loss; /* the share that it takes off */
#define MOST_LOSSES 8

typedef struct Scorer Scorer;
typedef struct NativeWord NativeWord;

#define MOST_SCRIPTS 8
#define MOST_KNOWN_WORDS 32768u
#define MOST_KNOWN_UNITS 131072u

typedef struct {
    double even, unknown, longest, at_even, slope, most_alike, least_read, least_alone, least_of_two, put_in[128];
} ScriptLaw;

typedef struct { /* what Python has told of other scripts so far */
    struct Unit **unit;
    NativeWord **word;
    uint32_t units, words, word_mask, missing_length;
    ScriptLaw script[MOST_SCRIPTS];
    uint8_t missing[1 << 14]; /* words that it should tell of */
    struct Letter *letter;    /* of letters.c, in open tables: letters by code, two signs, and letters read together */
    struct Two *two, *together;
    uint32_t letters, letter_places, twos, two_places, togethers, together_places;
    uint32_t *unit_of, signs; /* by sign: the number of its unit */
    uint32_t end[MOST_SCRIPTS]; /* the sign of the end, counted from 1 */
    uint8_t is_single[MOST_SCRIPTS]; /* no two signs in a row mean anything of their own */
    struct Likened *likened;  /* of other_script.c: likenesses told lately */
    uint64_t told;            /* words so far */
} Other;

typedef struct {
    Scorer *scorer;
    const Name *name[2];
    const Token *token[2];
    uint32_t ready[2], rest[2]; /* tokens made ready; tokens without an answer */
    int is_foreign, is_untold, is_korean, is_chinese, matches; /* is_korean, is_chinese: -1 while it is not known */
    double least;               /* likeness below which two words do not answer each other */
    Match match[MOST_TOKENS];
    double worth[MOST_TOKENS], common, scale; /* of each match; weight of all; what contradiction leaves */
    Loss loss[MOST_LOSSES];
    int losses;
    Word word[2][MOST_TOKENS];
    Alike alike[MOST_TOKENS][MOST_TOKENS];
} Pair;

typedef struct { /* reasons, with their words: left, zero, right, zero */
    uint8_t *text, *kind;
    double *weight;
    uint64_t text_size, text_room, reasons, reason_room;
} Telling;

struct Scorer {
    Laws laws;
    Text text[TEXTS];
    Rules rules;
    Spellings pinyin, syllables, by_ear;
    Pieces initials, medials, finals;
    uint32_t *spelled, spelled_mask; /* an open table of spellings of CHINESE, by their places from 1 */
    uint32_t *given, given_mask; /* an open table of words of GIVEN_WORDS, numbered from 1 */
    Remembered *remembered;
    uint32_t remembered_mask;
    Other other;
    uint64_t places[256];        /* of each letter in a word; all 0 between calls */
    Pair pair;
    Telling telling;
};

/* likeness.c */
void make_ready(Scorer *scorer, Word *word, const uint8_t *form, uint32_t size);
Alike compare_words(Scorer *scorer, const Word *left, const Word *right, int is_foreign, double least);
Alike compare_tokens(Pair *pair, uint32_t left, uint32_t right);
const Word *word_of(Pair *pair, int side, uint32_t place);
uint64_t hash_word(const uint8_t *text, uint32_t length);

/* other_script.c */
void note_missing(Scorer *scorer, const uint8_t *text, uint32_t length);
const NativeWord *find_native(Scorer *scorer, const uint8_t *text, uint32_t length);
#define NO_TABLE (-1.0)
#define NOT_READ (-2.0)
double script_likeness(Scorer *scorer, const NativeWord *word, const uint8_t *form, uint32_t size);
void forget_other_scripts(Scorer *scorer);

/* korean.c */
int read_pieces(Pieces *pieces, const Text *text);
uint32_t syllable_key(const Scorer *scorer, const uint8_t *form, uint32_t size, uint8_t *key);
int is_korean(const Scorer *scorer, const uint8_t *form, uint32_t size);
int is_two_syllables(const Scorer *scorer, const uint8_t *form, uint32_t size);
int may_be_korean(Pair *pair);

/* chinese.c */
enum { IS_KOREAN = 1, IS_CHINESE = 2, IS_PINYIN = 4 }; /* what the syllables of a word can be */
int read_chinese(Scorer *scorer, const Text *text);
int part_chinese(const Scorer *scorer, const uint8_t *word, uint32_t size);
int may_be_chinese(Pair *pair);
void take_readings(Pair *pair);
int note_readings(Pair *pair, double best[2][MOST_TOKENS]);

/* align.c */
void add_match(Pair *pair, uint32_t left, uint32_t right, double likeness, int kin);
void take_same(Pair *pair, int with_articles);
void compare_rest(Pair *pair);
void note_untold(Pair *pair);
void align_rest(Pair *pair);
int is_told_again(const Pair *pair, int side, uint32_t place);

/* bound.c */
int may_reach(Pair *pair, int kind, double least);
int is_slip(const Pair *pair, uint32_t left, uint32_t right);
void note_many(double best[2][MOST_TOKENS], int side, uint32_t one, uint32_t many, double likeness);

/* score.c: after a score above 0 of names that are not the same, the pair holds what it was made of */
double score_pair(Pair *pair, const Name *left, const Name *right, int kind, double least);
void note_wanted(Pair *pair, const Name *left, const Name *right, int kind, double least);
int align_scored(Pair *pair, const Name *left, const Name *right, int kind);
double lost_by(const Laws *laws, const Token *token);
double worth_of(const Laws *laws, double likeness);
int is_same_name(const Name *left, const Name *right);

static inline uint32_t first_of(uint32_t set) { return (uint32_t)__builtin_ctz(set); }
static inline uint32_t count_of(uint32_t set) { return (uint32_t)__builtin_popcount(set); }
static inline uint32_t all_of(const Name *name) { return (uint32_t)(((uint64_t)1 << name->tokens) - 1); }
static inline const uint8_t *form_of(const Name *name, const Token *token) { return text_at(name, token->form_at); }

static inline int is_same_form(const Name *left, const Token *one, const Name *right, const Token *other)
{
    return one->form_length == other->form_length && *form_of(left, one) == *form_of(right, other)
           && !memcmp(form_of(left, one), form_of(right, other), one->form_length);
}

/* Order two forms as Python orders strings. */
static inline int order_texts(const uint8_t *left, uint32_t size, const uint8_t *right, uint32_t length)
{
    int order = memcmp(left, right, size < length ? size : length);
    return order ? order : (int)size - (int)length;
}

static inline int order_forms(const Name *left, const Token *one, const Name *right, const Token *other)
{
    return order_texts(form_of(left, one), one->form_length, form_of(right, other), other->form_length);
}

#endif
