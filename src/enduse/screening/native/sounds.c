/* The keys of sound and of consonants of many words at once. The rules are the caller's, so that they stand in one
 * place only: `enduse.names.sounds`, whose functions of the same names a test compares with these. */
#include "segment.h"

#include <string.h>

#define MOST_SOUNDS 256 /* letters of a word while its spellings are replaced; more are cut */

typedef struct {
    const uint8_t *text;   /* pairs of a spelling and its sound, each ended by a zero */
    uint32_t length;
    const uint8_t *loose;  /* what each of 256 letters becomes in a key of consonants */
    const uint8_t *vowel;  /* 1 for each of 256 letters that is a vowel */
} Rules;

/* Replace a spelling wherever it stands, from the left and without overlap; returns the new length. */
static uint32_t replace(uint8_t *word, uint32_t length, const uint8_t *spelling, uint32_t size, const uint8_t *sound,
                        uint32_t sounds)
{
    uint8_t made[MOST_SOUNDS];
    uint32_t at = 0, out = 0;
    while (at < length) {
        if (word[at] == spelling[0] && length - at >= size && !memcmp(word + at, spelling, size)) {
            for (uint32_t i = 0; i < sounds && out < MOST_SOUNDS; i++) made[out++] = sound[i];
            at += size;
        } else if (out < MOST_SOUNDS) made[out++] = word[at++];
        else break;
    }
    memcpy(word, made, out);
    return out;
}

static uint32_t join_doubles(uint8_t *word, uint32_t length)
{
    uint32_t out = 0;
    for (uint32_t i = 0; i < length; i++)
        if (!out || word[out - 1] != word[i]) word[out++] = word[i];
    return out;
}

static uint64_t letters_in(const uint8_t *word, uint32_t length)
{
    uint64_t set = 0;
    for (uint32_t i = 0; i < length; i++) set |= (uint64_t)1 << (word[i] & 63);
    return set;
}

static uint32_t sound_key(const Rules *rules, uint8_t *word, uint32_t length)
{
    uint64_t present = letters_in(word, length);
    const uint8_t *at = rules->text, *end = rules->text + rules->length;
    while (at < end) {
        uint32_t size = (uint32_t)strlen((const char *)at), sounds = (uint32_t)strlen((const char *)at + size + 1);
        uint64_t needed = (uint64_t)1 << (at[0] & 63) | (uint64_t)1 << (at[size - 1] & 63);
        if ((present & needed) == needed) {
            length = replace(word, length, at, size, at + size + 1, sounds);
            present |= letters_in(at + size + 1, sounds);
        }
        at += size + sounds + 2;
    }
    length = join_doubles(word, length);
    return length > 3 && word[length - 1] == 'h' ? length - 1 : length;
}

static uint32_t skeleton(const Rules *rules, uint8_t *word, uint32_t length)
{
    uint8_t head = word[0];
    for (uint32_t i = 1; i < length; i++)
        if (word[i] == 'w') word[i] = 'u';
    length = sound_key(rules, word, length);
    if (head == 'y') word[0] = 'y';
    if (word[0] != 'y' && rules->vowel[word[0]]) word[0] = 'a';
    uint32_t out = 1;
    for (uint32_t i = 1; i < length; i++)
        if (!rules->vowel[word[i]]) word[out++] = word[i];
    if (out > 2 && word[out - 1] == 'h') out--;
    for (uint32_t i = 0; i < out; i++) word[i] = rules->loose[word[i]];
    return join_doubles(word, out);
}

static uint64_t hash_key(uint8_t kind, const uint8_t *key, uint32_t length)
{
    uint8_t text[MOST_SOUNDS + 1];
    text[0] = kind;
    memcpy(text + 1, key, length);
    return hash_letters(text, length + 1);
}

/* Write the keys of each word, `end` being where it ends in `text`: of its sound under "s"; of its consonants, where
 * there are two or more, under "b", and under "v" unless it is foreign. Words with digits have none. A key is a hash and
 * the likeness of words that share it: `alike` says that of sound, of three consonants or more, of two, and under "v".
 * `key_end` is where the keys of each word end; there is room for three a word. Returns how many keys there are. */
API uint32_t en_sounds(uint32_t words, const uint32_t *end, const uint8_t *text, const uint8_t *flags,
                       const uint8_t *rule, uint32_t rule_length, const uint8_t *loose, const uint8_t *vowel,
                       const uint16_t *alike, uint32_t *key_end, uint64_t *key, uint16_t *likeness)
{
    Rules rules = {rule, rule_length, loose, vowel};
    uint32_t start = 0, count = 0;
    for (uint32_t i = 0; i < words; start = end[i++]) {
        uint8_t sound[MOST_SOUNDS], bone[MOST_SOUNDS];
        uint32_t length = end[i] - start;
        if (length && length <= MOST_LETTERS && !(flags[i] & DIGITS)) {
            memcpy(sound, text + start, length);
            memcpy(bone, text + start, length);
            likeness[count] = alike[0];
            uint32_t size = sound_key(&rules, sound, length);
            key[count++] = hash_key('s', sound, size);
            size = skeleton(&rules, bone, length);
            if (size > 1) {
                likeness[count] = alike[size > 2 ? 1 : 2];
                key[count++] = hash_key('b', bone, size);
            }
            if (size > 1 && !(flags[i] & FOREIGN)) {
                likeness[count] = alike[3];
                key[count++] = hash_key('v', bone, size);
            }
        }
        key_end[i] = count;
    }
    return count;
}
