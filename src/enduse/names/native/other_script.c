/* How well a word of another script and a Latin spelling answer each other: `script_likeness` of names/foreign.py and
 * what it rests on. What a word's letters may stand for, and how it is read, Python tells when the word first occurs. */
#include "other_script.h"

#include <math.h>
#include <stdlib.h>

#define MOST_PLACES 26     /* 24 letters, the sign of the end, and one place more */
static const double FAINT = 1e-5; /* as in walk.c */

/* Turn a chunk that Python gives as a number, its first letter highest, into a step. */
static Step read_step(uint64_t chunk, double odds)
{
    Step step = {0, 0, odds, 0};
    for (uint64_t rest = chunk; rest; rest >>= 8) step.length++;
    for (uint32_t i = 0; i < step.length; i++) {
        step.text |= (chunk >> (8 * (step.length - 1 - i)) & 0xFF) << (8 * i);
        step.mask |= (uint64_t)0xFF << (8 * i);
    }
    return step;
}

/* Take over the steps of a unit, packed as walk.c reads them, of at most `most` letters. Returns its number, 0 where
 * memory is short or there are too many. */
API uint32_t en_learn_unit(Scorer *scorer, const uint64_t *steps, uint32_t length, uint32_t most)
{
    Other *other = &scorer->other;
    uint64_t count = length / 16, named = 0;
    if (length >= sizeof named) memcpy(&named, steps, sizeof named);
    if (other->units >= MOST_KNOWN_UNITS || count > 0xFFFF || named != count || most > 7) return 0;
    const uint64_t *chunk = steps + 1;
    const double *odds = (const double *)(chunk + count);
    if (!other->unit && !(other->unit = calloc(MOST_KNOWN_UNITS, sizeof *other->unit))) return 0;
    Unit *unit = calloc(1, sizeof *unit + count * sizeof *unit->step);
    if (!unit) return 0;
    uint16_t of_symbol[SYMBOLS + 1] = {0}; /* how many steps begin with each, then where the next of each goes */
    for (uint64_t i = 0; i < count; i++) {
        Step step = read_step(chunk[i], odds[i]);
        if (!step.length) unit->empty = odds[i];
        else if (step.length <= most) of_symbol[symbol_of(step.text & 0xFF)]++;
    }
    uint16_t made = 0;
    for (uint32_t symbol = 0; symbol < SYMBOLS; symbol++) {
        uint16_t here = of_symbol[symbol];
        unit->from[symbol] = of_symbol[symbol] = made;
        made += here;
    }
    unit->from[SYMBOLS] = made;
    for (uint64_t i = 0; i < count; i++) {
        Step step = read_step(chunk[i], odds[i]);
        if (step.length && step.length <= most) unit->step[of_symbol[symbol_of(step.text & 0xFF)]++] = step;
    }
    other->unit[other->units++] = unit;
    return other->units;
}

/* Take over what holds for a script, in the order of names/learning.py. */
API int en_learn_script(Scorer *scorer, uint32_t script, const double *law, uint32_t count)
{
    if (script >= MOST_SCRIPTS || count != sizeof(ScriptLaw) / sizeof *law) return 0;
    memcpy(&scorer->other.script[script], law, sizeof(ScriptLaw));
    return 1;
}

static void forget_words(Other *other)
{
    for (uint32_t i = 0; other->word && i <= other->word_mask; i++) {
        free(other->word[i]);
        other->word[i] = NULL;
    }
    other->words = 0;
}

void forget_other_scripts(Scorer *scorer)
{
    Other *other = &scorer->other;
    forget_words(other);
    free(other->word);
    for (uint32_t i = 0; i < other->units; i++) free(other->unit[i]);
    free(other->unit);
    free(other->likened);
    forget_letters(other);
    memset(other, 0, sizeof *other);
}

static NativeWord **place_of_word(const Other *other, uint64_t hash, const uint8_t *text, uint32_t length)
{
    for (uint64_t at = hash >> 32;; at++) {
        NativeWord **place = &other->word[at & other->word_mask];
        if (!*place) return place;
        if ((*place)->hash == hash && (*place)->length == length && !memcmp((*place)->text, text, length)) return place;
    }
}

NativeWord *put_word(Scorer *scorer, const NativeWord *word, const uint8_t *text, const uint8_t *readings)
{
    Other *other = &scorer->other;
    if (!other->word) {
        other->word = calloc(2 * MOST_KNOWN_WORDS, sizeof *other->word);
        other->word_mask = 2 * MOST_KNOWN_WORDS - 1;
        if (!other->word) return NULL;
    }
    if (other->words >= MOST_KNOWN_WORDS) forget_words(other);
    NativeWord *kept = malloc(sizeof *kept + word->length + word->readings_length);
    if (!kept) return NULL;
    *kept = *word;
    kept->hash = hash_word(text, word->length);
    kept->serial = ++other->told;
    memcpy(kept->text, text, word->length);
    if (word->readings_length) memcpy(kept->text + word->length, readings, word->readings_length);
    NativeWord **place = place_of_word(other, kept->hash, text, word->length);
    other->words += *place == NULL;
    free(*place);
    return *place = kept;
}

/* Take over a word: its units, the numbers of what each and each two stand for (`units` + 1 and `units`, 0 for none),
 * and its readings, unless they are told when it is asked for again. `script` is MOST_SCRIPTS where no table speaks of
 * it. All words are forgotten when there are too many. Returns 1, or 0 where that cannot be. */
API int en_learn_word(Scorer *scorer, const uint8_t *text, uint32_t length, uint32_t script, uint32_t units,
                      const uint32_t *single, const uint32_t *pair, const uint8_t *readings, uint32_t readings_length,
                      int is_read)
{
    Other *other = &scorer->other;
    if (!length || length > MOST_NATIVE || units > MOST_UNITS || script > MOST_SCRIPTS) return 0;
    for (uint32_t i = 0; i <= units && script < MOST_SCRIPTS; i++)
        if (single[i] > other->units || (i < units && pair[i] > other->units)) return 0;
    NativeWord word = {.length = length, .script = script, .units = units, .readings_length = readings_length,
                       .is_read = is_read};
    if (script < MOST_SCRIPTS) {
        memcpy(word.single, single, (units + 1) * sizeof *single);
        memcpy(word.pair, pair, units * sizeof *pair);
    }
    return put_word(scorer, &word, text, readings) != NULL;
}

/* Take over the readings of a word that was told of before. Returns 1, or 0 where the word is not known any more. */
API int en_learn_readings(Scorer *scorer, const uint8_t *text, uint32_t length, const uint8_t *readings,
                          uint32_t readings_length)
{
    Other *other = &scorer->other;
    if (!other->word) return 0;
    NativeWord **place = place_of_word(other, hash_word(text, length), text, length);
    NativeWord *word = *place ? realloc(*place, sizeof *word + length + readings_length) : NULL;
    if (!word) return 0;
    memcpy(word->text + length, readings, readings_length);
    word->readings_length = readings_length;
    word->is_read = 1;
    *place = word;
    return 1;
}

/* Note a word that Python should tell of. */
void note_missing(Scorer *scorer, const uint8_t *text, uint32_t length)
{
    Other *other = &scorer->other;
    if (length > MOST_NATIVE || other->missing_length + length + 1 > sizeof other->missing) return;
    for (uint32_t at = 0; at < other->missing_length;) {
        uint32_t size = (uint32_t)strlen((const char *)other->missing + at);
        if (size == length && !memcmp(other->missing + at, text, length)) return;
        at += size + 1;
    }
    memcpy(other->missing + other->missing_length, text, length);
    other->missing_length += length;
    other->missing[other->missing_length++] = 0;
}

static const NativeWord *known_word(const Scorer *scorer, const uint8_t *text, uint32_t length)
{
    const Other *other = &scorer->other;
    return other->word ? *place_of_word(other, hash_word(text, length), text, length) : NULL;
}

/* Find a word, or make it of letters that Python has told of; NULL where Python must tell of it. */
const NativeWord *find_native(Scorer *scorer, const uint8_t *text, uint32_t length)
{
    const NativeWord *word = known_word(scorer, text, length);
    return word ? word : make_word(scorer, text, length);
}

/* Tell whether a word is known. */
API int en_is_told(const Scorer *scorer, const uint8_t *text, uint32_t length)
{
    return known_word(scorer, text, length) != NULL;
}

/* Give the words that were missing since the last call, each ended by a zero; returns how many bytes they are. */
API uint32_t en_missing_words(Scorer *scorer, const uint8_t **text)
{
    uint32_t length = scorer->other.missing_length;
    *text = scorer->other.missing;
    scorer->other.missing_length = 0;
    return length;
}

/* --- the walk --- */

typedef struct { uint32_t size; uint8_t symbol[MOST_PLACES]; uint64_t here[MOST_PLACES]; double put_in[MOST_PLACES]; } Latin;

static uint32_t read_latin(Latin *latin, const uint8_t *form, uint32_t size, uint32_t longest, const double *put_in)
{
    uint8_t text[MOST_PLACES + 8] = {0};
    uint32_t letters = 0;
    for (uint32_t i = 0; i < size && letters < longest && letters + 2 < MOST_PLACES; i++)
        if (form[i] != ' ') text[letters++] = form[i];
    text[letters] = '$';
    latin->size = letters + 1;
    for (uint32_t i = 0; i < latin->size; i++) {
        latin->symbol[i] = (uint8_t)symbol_of(text[i]);
        latin->put_in[i] = put_in[text[i] & 127];
        memcpy(&latin->here[i], text + i, 8);
    }
    latin->symbol[latin->size] = NO_SYMBOL;
    latin->here[latin->size] = 0;
    return letters;
}

/* Take every step that the unit knows from each place that was reached; see walk.c. */
static void take(const double *row, double *onward, const Unit *unit, const Latin *latin, double left_out)
{
    double least = 0;
    for (uint32_t place = 0; place <= latin->size; place++)
        if (row[place] > least) least = row[place];
    least *= FAINT;
    if (unit && unit->empty != 0) left_out = unit->empty;
    for (uint32_t place = 0; place <= latin->size; place++) {
        if (!(row[place] > least)) continue;
        double reached = row[place];
        if (left_out != 0) onward[place] += reached * left_out;
        if (!unit) continue;
        uint32_t symbol = latin->symbol[place];
        uint64_t here = latin->here[place];
        for (uint32_t i = unit->from[symbol], end = unit->from[symbol + 1]; i < end; i++)
            if ((here & unit->step[i].mask) == unit->step[i].text)
                onward[place + unit->step[i].length] += reached * unit->step[i].odds;
    }
}

static double walk(const Other *other, const NativeWord *word, const Latin *latin)
{
    double rows[MOST_UNITS + 3][MOST_PLACES + 1];
    memset(rows, 0, (word->units + 3) * sizeof rows[0]);
    rows[0][0] = 1;
    for (uint32_t at = 0; at <= word->units; at++) {
        double *row = rows[at];
        int is_end = at == word->units;
        for (uint32_t place = 0; place + 1 < latin->size; place++) row[place + 1] += row[place] * latin->put_in[place];
        const Unit *unit = word->single[at] ? other->unit[word->single[at] - 1] : NULL;
        take(row, rows[at + 1], unit, latin, is_end ? 0 : other->script[word->script].unknown);
        if (!is_end && word->pair[at]) take(row, rows[at + 2], other->unit[word->pair[at] - 1], latin, 0);
    }
    return rows[word->units + 1][latin->size];
}

static int is_reading(const NativeWord *word, const uint8_t *form, uint32_t size)
{
    uint8_t bare[MOST_JOINED * MOST_FORM];
    uint32_t length = 0;
    for (uint32_t i = 0; i < size; i++)
        if (form[i] != ' ') bare[length++] = form[i];
    const uint8_t *at = word->text + word->length, *end = at + word->readings_length;
    for (; at < end; at += strlen((const char *)at) + 1)
        if (strlen((const char *)at) == length && !memcmp(at, bare, length)) return 1;
    return 0;
}

/* --- likenesses --- */

#define MOST_LIKENED 32768u
#define LONGEST_LIKENED 15

typedef struct Likened { /* what a word and a spelling were told to be, by their letters alone */
    uint64_t serial; /* of the word, 0 for none */
    double likeness;
    uint8_t size, form[LONGEST_LIKENED];
} Likened;

static Likened *place_of_likened(Other *other, const NativeWord *word, const uint8_t *form, uint32_t size)
{
    if (size > LONGEST_LIKENED) return NULL;
    if (!other->likened && !(other->likened = calloc(MOST_LIKENED, sizeof *other->likened))) return NULL;
    return other->likened + ((hash_word(form, size) + word->serial * 0x9E3779B97F4A7C15u) >> 32) % MOST_LIKENED;
}

/* Return how alike a word and a spelling are by their letters; negative for a spelling without any. */
static double likeness_by_letters(Scorer *scorer, const NativeWord *word, const uint8_t *form, uint32_t size)
{
    const ScriptLaw *law = &scorer->other.script[word->script];
    Likened *known = place_of_likened(&scorer->other, word, form, size);
    if (known && known->serial == word->serial && known->size == size && !memcmp(known->form, form, size))
        return known->likeness;
    Latin latin;
    uint32_t letters = read_latin(&latin, form, size, (uint32_t)law->longest, law->put_in);
    if (!letters) return -1;
    double odds = walk(&scorer->other, word, &latin);
    double fit = log(odds > 1e-300 ? odds : 1e-300) / (word->units + letters + 2);
    double likeness = law->most_alike / (1 + exp(-(law->at_even + law->slope * (fit - law->even))));
    if (known) {
        *known = (Likened){word->serial, likeness, (uint8_t)size, {0}};
        memcpy(known->form, form, size);
    }
    return likeness;
}

static uint32_t count_letters(const NativeWord *word)
{
    uint32_t letters = 0;
    for (uint32_t i = 0; i < word->length; i++) letters += (word->text[i] & 0xC0) != 0x80;
    return letters;
}

/* Return the likeness by letters that a word must have to be the same at all: more of one or two letters. */
static double least_of_letters(const Scorer *scorer, const NativeWord *word, const uint8_t *form, uint32_t size)
{
    const ScriptLaw *law = &scorer->other.script[word->script];
    double least = 0;
    if (law->least_alone != 0 && word->length < 9) {
        uint32_t letters = count_letters(word);
        if (letters == 1) least = law->least_alone;
        else if (letters == 2 && law->least_of_two != 0 && is_two_syllables(scorer, form, size))
            least = law->least_of_two;
    }
    return least > scorer->laws.least_like ? least : scorer->laws.least_like;
}

/* Return how well a word and a Latin spelling answer each other, from 0 to 1; NO_TABLE, or NOT_READ where Python must
 * tell its readings first. */
double script_likeness(Scorer *scorer, const NativeWord *word, const uint8_t *form, uint32_t size)
{
    const Laws *laws = &scorer->laws;
    double likeness = word->script < MOST_SCRIPTS ? likeness_by_letters(scorer, word, form, size) : -1;
    if (likeness < 0) return is_reading(word, form, size) ? laws->as_read : NO_TABLE;
    double least = scorer->other.script[word->script].least_read;
    if (likeness >= least && (word->is_read || may_be_reading(&scorer->other, word, form, size))) {
        if (!word->is_read) return NOT_READ;
        if (is_reading(word, form, size)) return laws->as_read;
    }
    return likeness >= laws->least_like && likeness >= least_of_letters(scorer, word, form, size) ? likeness : 0;
}
