/* Words of other scripts made of their letters, where Python has told of each: so that it need not tell of the word. And
 * a look, letter by letter, whether a Latin spelling may be one of a word's readings, which Python takes long to tell.
 *
 * A letter is read as one to three signs (a Korean syllable has an initial, a vowel, a final), which are the units of
 * names/letters.py; what a sign stands for, and what two in a row do, Python tells once. */
#include "other_script.h"

#include <stdlib.h>

#define MOST_SIGNS 3
#define MOST_KNOWN_SIGNS 65536u

typedef struct Letter {
    uint32_t code, script, signs, sign[MOST_SIGNS]; /* code 0: none */
    uint32_t spelled;                               /* number of the unit of what it may be in readings, 0 for unknown */
} Letter;

typedef struct Two { uint64_t key; uint32_t unit; } Two; /* key 0: none */

static uint32_t spread(uint64_t key, uint32_t places)
{
    key *= 0x9E3779B97F4A7C15u;
    return (uint32_t)(key >> 32) & (places - 1);
}

static Letter *place_of_letter(Letter *letter, uint32_t places, uint32_t code)
{
    uint32_t at = spread(code, places);
    while (letter[at].code && letter[at].code != code) at = (at + 1) & (places - 1);
    return letter + at;
}

static Two *place_of_two(Two *two, uint32_t places, uint64_t key)
{
    uint32_t at = spread(key, places);
    while (two[at].key && two[at].key != key) at = (at + 1) & (places - 1);
    return two + at;
}

void forget_letters(Other *other)
{
    free(other->letter);
    free(other->two);
    free(other->together);
    free(other->unit_of);
}

static int grow_letters(Other *other)
{
    if (other->letters * 2 < other->letter_places) return 1;
    uint32_t places = other->letter_places ? 2 * other->letter_places : 1024;
    Letter *letter = calloc(places, sizeof *letter);
    if (!letter) return 0;
    for (uint32_t i = 0; i < other->letter_places; i++)
        if (other->letter[i].code) *place_of_letter(letter, places, other->letter[i].code) = other->letter[i];
    free(other->letter);
    other->letter = letter;
    other->letter_places = places;
    return 1;
}

static int grow_twos(Two **two, uint32_t count, uint32_t *places)
{
    if (count * 2 < *places) return 1;
    uint32_t more = *places ? 2 * *places : 1024;
    Two *larger = calloc(more, sizeof *larger);
    if (!larger) return 0;
    for (uint32_t i = 0; i < *places; i++)
        if ((*two)[i].key) *place_of_two(larger, more, (*two)[i].key) = (*two)[i];
    free(*two);
    *two = larger;
    *places = more;
    return 1;
}

/* Take over the next sign: the number of its unit, 0 for none. Returns its number, counted from 1; 0 where that cannot
 * be. */
API uint32_t en_learn_sign(Scorer *scorer, uint32_t unit)
{
    Other *other = &scorer->other;
    if (other->signs >= MOST_KNOWN_SIGNS || unit > other->units) return 0;
    if (!other->unit_of && !(other->unit_of = malloc(MOST_KNOWN_SIGNS * sizeof *other->unit_of))) return 0;
    other->unit_of[other->signs++] = unit;
    return other->signs;
}

/* Take over which sign ends the words of a script, and whether two signs in a row never mean anything of their own. */
API int en_learn_end(Scorer *scorer, uint32_t script, uint32_t sign, int is_single)
{
    if (script >= MOST_SCRIPTS || !sign || sign > scorer->other.signs) return 0;
    scorer->other.end[script] = sign;
    scorer->other.is_single[script] = (uint8_t)is_single;
    return 1;
}

/* Take over what two signs in a row stand for: the number of a unit, 0 for nothing. Two that were never told stand for
 * nothing, so all two of a letter that do not must be told with it. */
API int en_learn_two(Scorer *scorer, uint32_t one, uint32_t next, uint32_t unit)
{
    Other *other = &scorer->other;
    uint64_t key = (uint64_t)one << 32 | next;
    if (!one || !next || unit > other->units || !grow_twos(&other->two, other->twos, &other->two_places)) return 0;
    Two *place = place_of_two(other->two, other->two_places, key);
    other->twos += !place->key;
    *place = (Two){key, unit};
    return 1;
}

/* Take over pairs of letters, the code of the first in the upper half, with which words begin that are read as a
 * whole. */
API int en_learn_together(Scorer *scorer, const uint64_t *keys, uint32_t count)
{
    Other *other = &scorer->other;
    for (uint32_t i = 0; i < count; i++) {
        if (!keys[i] || !grow_twos(&other->together, other->togethers, &other->together_places)) return 0;
        Two *place = place_of_two(other->together, other->together_places, keys[i]);
        other->togethers += !place->key;
        *place = (Two){keys[i], 0};
    }
    return 1;
}

/* Take over a letter of a script: its signs, and the unit of all that it may be in a reading, 0 where that is unknown. */
API int en_learn_letter(Scorer *scorer, uint32_t code, uint32_t script, const uint32_t *sign, uint32_t signs,
                        uint32_t spelled)
{
    Other *other = &scorer->other;
    if (!code || script >= MOST_SCRIPTS || !signs || signs > MOST_SIGNS || spelled > other->units) return 0;
    Letter letter = {.code = code, .script = script, .signs = signs, .spelled = spelled};
    for (uint32_t i = 0; i < signs; i++) {
        if (!sign[i] || sign[i] > other->signs) return 0;
        letter.sign[i] = sign[i];
    }
    if (!grow_letters(other)) return 0;
    Letter *place = place_of_letter(other->letter, other->letter_places, code);
    other->letters += !place->code;
    *place = letter;
    return 1;
}

/* Read one letter in UTF-8; returns its code, 0 where there is none. */
static uint32_t read_code(const uint8_t *text, uint32_t length, uint32_t *used)
{
    uint32_t size = text[0] < 0x80 ? 1 : text[0] < 0xC0 ? 0 : text[0] < 0xE0 ? 2 : text[0] < 0xF0 ? 3 : 4;
    if (!size || size > length) return 0;
    uint32_t code = size == 1 ? text[0] : text[0] & (0x7Fu >> size);
    for (uint32_t i = 1; i < size; i++) {
        if ((text[i] & 0xC0) != 0x80) return 0;
        code = code << 6 | (text[i] & 0x3F);
    }
    *used = size;
    return code;
}

static int is_together(const Other *other, uint32_t one, uint32_t next)
{
    uint64_t key = (uint64_t)one << 32 | next;
    return other->togethers && place_of_two(other->together, other->together_places, key)->key;
}

/* Write the signs of a word, and what its letters may be in readings. Returns how many signs, 0 where one of the letters
 * is not known or of another script. */
static uint32_t read_signs(const Other *other, const uint8_t *text, uint32_t length, NativeWord *word,
                           uint32_t sign[MOST_UNITS])
{
    uint32_t signs = 0, letters = 0, before = 0, used;
    int is_spelled = 1;
    for (uint32_t at = 0; at < length; at += used, letters++) {
        uint32_t code = read_code(text + at, length - at, &used);
        const Letter *letter = code ? place_of_letter(other->letter, other->letter_places, code) : NULL;
        if (!letter || !letter->code || (letters && letter->script != word->script)) return 0;
        word->script = letter->script;
        for (uint32_t i = 0; i < letter->signs && signs < MOST_UNITS; i++) sign[signs++] = letter->sign[i];
        is_spelled &= letter->spelled && letters < MOST_UNITS && !(letters && is_together(other, before, code));
        if (letters < MOST_UNITS) word->spelled[letters] = letter->spelled;
        before = code;
    }
    word->letters = is_spelled ? letters : 0;
    return signs;
}

/* Make a word of its letters, without readings; NULL where Python must tell of one of them first. */
NativeWord *make_word(Scorer *scorer, const uint8_t *text, uint32_t length)
{
    Other *other = &scorer->other;
    NativeWord word = {.length = length};
    uint32_t sign[MOST_UNITS + 1];
    if (!other->letters || !length || length > MOST_NATIVE) return NULL;
    word.units = read_signs(other, text, length, &word, sign);
    if (!word.units || !other->end[word.script]) return NULL;
    sign[word.units] = other->end[word.script];
    for (uint32_t i = 0; i <= word.units; i++) {
        word.single[i] = other->unit_of[sign[i] - 1];
        if (i == word.units || other->is_single[word.script]) continue;
        uint64_t key = (uint64_t)sign[i] << 32 | sign[i + 1];
        const Two *two = other->twos ? place_of_two(other->two, other->two_places, key) : NULL;
        if (two && two->key) word.pair[i] = two->unit;
    }
    return put_word(scorer, &word, text, NULL);
}

/* Make a word whose letters were told just now. */
API int en_make_word(Scorer *scorer, const uint8_t *text, uint32_t length) { return make_word(scorer, text, length) != NULL; }

/* Tell whether a spelling may be one of a word's readings: whether it can be put together of what its letters may be. */
int may_be_reading(const Other *other, const NativeWord *word, const uint8_t *form, uint32_t size)
{
    uint8_t bare[64 + 8] = {0};
    uint32_t length = 0;
    for (uint32_t i = 0; i < size; i++) {
        if (form[i] == ' ') continue;
        if (length == 63) return 1;
        bare[length++] = form[i];
    }
    uint64_t reached = 1;
    for (uint32_t i = 0; i < word->letters; i++) {
        const Unit *unit = other->unit[word->spelled[i] - 1];
        uint64_t onward = unit->empty != 0 ? reached : 0, here;
        for (uint64_t rest = reached; rest; rest &= rest - 1) {
            uint32_t place = (uint32_t)__builtin_ctzll(rest), symbol = symbol_of(bare[place]);
            memcpy(&here, bare + place, sizeof here);
            for (uint32_t k = unit->from[symbol], end = unit->from[symbol + 1]; k < end; k++)
                if ((here & unit->step[k].mask) == unit->step[k].text) onward |= (uint64_t)1 << (place + unit->step[k].length);
        }
        reached = onward;
    }
    return !word->letters || reached >> length & 1;
}
