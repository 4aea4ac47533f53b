/* Korean names in Latin letters; see names/korean.py, whose lists these functions are handed. */
#include "scorer.h"

/* Sort pieces of letters a to z by their first letter; tells whether they are as wanted. */
int read_pieces(Pieces *pieces, const Text *text)
{
    uint32_t count = 0;
    for (uint32_t letter = 0; letter < 26; letter++) {
        pieces->from[letter] = (uint8_t)count;
        for (const uint8_t *at = text->text, *end = at + text->length; at < end; at += strlen((const char *)at) + 1) {
            size_t length = strlen((const char *)at);
            if (*at != 'a' + letter) continue;
            if (length > 4 || count == MOST_PIECES) return 0;
            pieces->length[count] = (uint8_t)length;
            memcpy(&pieces->text[count], at, length);
            memset(&pieces->mask[count++], 0xFF, length);
        }
    }
    pieces->from[26] = (uint8_t)count;
    return 1;
}

/* Return every place that a piece reaches from a place in `from`, as bits; three zeros must follow the form. */
static uint32_t reach(const Pieces *pieces, const uint8_t *form, uint32_t from)
{
    uint32_t onward = 0;
    for (; from; from &= from - 1) {
        uint32_t start = first_of(from), letter = form[start] - (uint32_t)'a', here;
        if (letter > 25) continue;
        memcpy(&here, form + start, sizeof here);
        for (uint32_t i = pieces->from[letter]; i < pieces->from[letter + 1]; i++)
            if ((here & pieces->mask[i]) == pieces->text[i]) onward |= (uint32_t)1 << (start + pieces->length[i]);
    }
    return onward;
}

static uint32_t read_syllable(const Scorer *scorer, const uint8_t *form, uint32_t from)
{
    from |= reach(&scorer->initials, form, from);
    from = reach(&scorer->medials, form, from);
    return from | reach(&scorer->finals, form, from);
}

enum { LONGEST = 16 }; /* room for a word that can be Korean */

int is_korean(const Scorer *scorer, const uint8_t *form, uint32_t size)
{
    uint8_t word[LONGEST + 4] = {0};
    if (size > scorer->laws.longest_syllables || size > LONGEST) return 0;
    memcpy(word, form, size);
    uint32_t one = read_syllable(scorer, word, 1), end = (uint32_t)1 << size;
    return (one & end) || (one && read_syllable(scorer, word, one) & end);
}

/* Tell whether a word, spaces aside, parts into two Korean syllables. */
int is_two_syllables(const Scorer *scorer, const uint8_t *form, uint32_t size)
{
    uint8_t word[LONGEST + 4] = {0};
    uint32_t length = 0;
    for (uint32_t i = 0; i < size; i++) {
        if (form[i] == ' ') continue;
        if (length >= scorer->laws.longest_syllables || length >= LONGEST) return 0;
        word[length++] = form[i];
    }
    uint32_t one = read_syllable(scorer, word, 1);
    return one && (read_syllable(scorer, word, one) >> length & 1);
}

/* Write one spelling for a word that can be Korean; returns its length. */
uint32_t syllable_key(const Scorer *scorer, const uint8_t *form, uint32_t size, uint8_t *key)
{
    const Text *dropped = &scorer->text[DROPPED];
    memcpy(key, form, size);
    size = respell(&scorer->syllables, key, size);
    for (const uint8_t *at = dropped->text, *end = at + dropped->length; at < end;) {
        uint32_t length = (uint32_t)strlen((const char *)at);
        if (length <= size && !memcmp(key, at, length)) {
            memmove(key, key + 1, size - 1);
            return size - 1;
        }
        at += length + 1;
    }
    return size;
}

static int can_be_korean(Pair *pair)
{
    for (int side = 0; side < 2; side++) {
        uint32_t count = pair->name[side]->tokens;
        if (count < 2 || count > 4) return 0;
        for (uint32_t i = 0; i < count; i++)
            if (pair->token[side][i].form_length > pair->scorer->laws.longest_syllables) return 0;
    }
    for (int is_rest = 1; is_rest >= 0; is_rest--) /* words that differ first: they were made ready before */
        for (int side = 0; side < 2; side++)
            for (uint32_t i = 0; i < pair->name[side]->tokens; i++)
                if ((int)(pair->rest[side] >> i & 1) == is_rest && !(word_of(pair, side, i)->syllables & IS_KOREAN))
                    return 0;
    return 1;
}

/* Tell whether both names are of two to four words that can be Korean syllables. */
int may_be_korean(Pair *pair)
{
    if (pair->is_korean < 0) pair->is_korean = can_be_korean(pair);
    return pair->is_korean;
}
