/* The keys of sound and of consonants of many words at once; how they are made stands in names/native/sounds.h. */
#include "../../names/native/sounds.h"
#include "segment.h"

static uint64_t hash_key(uint8_t kind, const uint8_t *key, uint32_t length)
{
    uint8_t text[MOST_SOUNDS + 1];
    text[0] = kind;
    memcpy(text + 1, key, length);
    return hash_letters(text, length + 1);
}

/* Write the keys of each word, `end` being where it ends in `text`: of its sound under "s"; of its consonants, where
 * there are two or more, under "b", and under "v" unless it is foreign. Words with digits have none. A key is a hash and
 * the likeness of words that share it: `alike` says that of sound, of three consonants or more, of two, and of both under "v".
 * `key_end` is where the keys of each word end; there is room for three a word. Returns how many keys there are. */
API uint32_t en_sounds(uint32_t words, const uint32_t *end, const uint8_t *text, const uint8_t *flags,
                       const uint8_t *rule, uint32_t rule_length, const uint8_t *loose, const uint8_t *vowel,
                       const uint16_t *alike, uint32_t *key_end, uint64_t *key, uint16_t *likeness)
{
    Rules rules = {.loose = loose, .vowel = vowel};
    read_spellings(&rules.spellings, rule, rule_length);
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
                likeness[count] = alike[size > 2 ? 3 : 4];
                key[count++] = hash_key('v', bone, size);
            }
        }
        key_end[i] = count;
    }
    return count;
}
