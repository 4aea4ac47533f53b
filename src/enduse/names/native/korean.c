/* Korean names in Latin letters; see names/korean.py, whose lists these functions are handed. */
#include "scorer.h"

/* Mark in `onward` every place that a piece of the list reaches from a place in `from`. */
static uint32_t reach(const Text *pieces, const uint8_t *form, uint32_t size, uint32_t from)
{
    uint32_t onward = 0;
    for (const uint8_t *at = pieces->text, *end = at + pieces->length; at < end;) {
        uint32_t length = (uint32_t)strlen((const char *)at);
        for (uint32_t left = from; left; left &= left - 1) {
            uint32_t start = first_of(left);
            if (start + length <= size && !memcmp(form + start, at, length)) onward |= (uint32_t)1 << (start + length);
        }
        at += length + 1;
    }
    return onward;
}

static uint32_t read_syllable(const Scorer *scorer, const uint8_t *form, uint32_t size, uint32_t from)
{
    from |= reach(&scorer->text[SYLLABLE_INITIALS], form, size, from);
    from = reach(&scorer->text[MEDIALS], form, size, from);
    return from | reach(&scorer->text[FINALS], form, size, from);
}

static int is_korean(const Scorer *scorer, const uint8_t *form, uint32_t size)
{
    if (size > scorer->laws.longest_syllables || size > 30) return 0;
    uint32_t one = read_syllable(scorer, form, size, 1), end = (uint32_t)1 << size;
    return (one & end) || (read_syllable(scorer, form, size, one) & end);
}

/* Write one spelling for a word that can be Korean; returns its length, 0 where the word cannot be. */
uint32_t syllable_key(const Scorer *scorer, const uint8_t *form, uint32_t size, uint8_t *key)
{
    if (!is_korean(scorer, form, size)) return 0;
    const Text *spellings = &scorer->text[SYLLABLE_SPELLINGS], *dropped = &scorer->text[DROPPED];
    memcpy(key, form, size);
    size = respell(spellings->text, spellings->length, key, size);
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

/* Tell whether both names are of two to four words that can be Korean syllables. */
int may_be_korean(const Pair *pair)
{
    for (int side = 0; side < 2; side++) {
        uint32_t count = pair->name[side]->tokens;
        if (count < 2 || count > 4) return 0;
        for (uint32_t i = 0; i < count; i++)
            if (pair->token[side][i].form_length > pair->scorer->laws.longest_syllables) return 0;
    }
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < pair->name[side]->tokens; i++) {
            const Token *token = pair->token[side] + i;
            if (!is_korean(pair->scorer, form_of(pair->name[side], token), token->form_length)) return 0;
        }
    return 1;
}
