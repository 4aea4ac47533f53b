/* The keys of sound and of consonants of a word. The rules are the caller's, so that they stand in one place only:
 * `enduse.names.sounds`, whose functions of the same names tests compare with these. */
#ifndef ENDUSE_SOUNDS_H
#define ENDUSE_SOUNDS_H

#include <stdint.h>
#include <string.h>

#define MOST_SOUNDS 256 /* letters of a word while its spellings are replaced; more are cut */

#define MOST_SPELLINGS 64

typedef struct {
    uint64_t needed;            /* its first and last letter, as `letters_in` tells letters */
    const uint8_t *text, *sound;
    uint32_t size, sounds;
} Spelling;

typedef struct { uint32_t count; Spelling spelling[MOST_SPELLINGS]; } Spellings;

typedef struct {
    Spellings spellings;
    const uint8_t *loose;  /* what each of 256 letters becomes in a key of consonants */
    const uint8_t *vowel;  /* 1 for each of 256 letters that is a vowel */
} Rules;

/* Replace a spelling wherever it stands, from the left and without overlap; returns the new length. */
static inline uint32_t replace(uint8_t *word, uint32_t length, const uint8_t *spelling, uint32_t size,
                               const uint8_t *sound, uint32_t sounds)
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

static inline uint32_t join_doubles(uint8_t *word, uint32_t length)
{
    uint32_t out = 0;
    for (uint32_t i = 0; i < length; i++)
        if (!out || word[out - 1] != word[i]) word[out++] = word[i];
    return out;
}

static inline uint64_t letters_in(const uint8_t *word, uint32_t length)
{
    uint64_t set = 0;
    for (uint32_t i = 0; i < length; i++) set |= (uint64_t)1 << (word[i] & 63);
    return set;
}

/* Read pairs of a spelling and its sound, each ended by a zero; the text must stay. */
static inline void read_spellings(Spellings *list, const uint8_t *text, uint32_t length)
{
    const uint8_t *at = text, *end = text + length;
    for (list->count = 0; at < end && list->count < MOST_SPELLINGS; list->count++) {
        uint32_t size = (uint32_t)strlen((const char *)at), sounds = (uint32_t)strlen((const char *)at + size + 1);
        uint64_t needed = letters_in(at, 1) | letters_in(at + size - 1, 1);
        list->spelling[list->count] = (Spelling){needed, at, at + size + 1, size, sounds};
        at += size + sounds + 2;
    }
}

/* Replace each spelling, in the order of the list; returns the new length. */
static inline uint32_t respell(const Spellings *list, uint8_t *word, uint32_t length)
{
    uint64_t present = letters_in(word, length);
    for (const Spelling *at = list->spelling, *end = at + list->count; at < end; at++)
        if ((present & at->needed) == at->needed) {
            length = replace(word, length, at->text, at->size, at->sound, at->sounds);
            present |= letters_in(at->sound, at->sounds);
        }
    return length;
}

static inline uint32_t sound_key(const Rules *rules, uint8_t *word, uint32_t length)
{
    length = join_doubles(word, respell(&rules->spellings, word, length));
    return length > 3 && word[length - 1] == 'h' ? length - 1 : length;
}

/* Keep the consonants of a word's key of sound, the word beginning with `head`. */
static inline uint32_t keep_consonants(const Rules *rules, uint8_t head, uint8_t *word, uint32_t length)
{
    if (head == 'y') word[0] = 'y';
    if (word[0] != 'y' && rules->vowel[word[0]]) word[0] = 'a';
    uint32_t out = 1;
    for (uint32_t i = 1; i < length; i++)
        if (!rules->vowel[word[i]]) word[out++] = word[i];
    if (out > 2 && word[out - 1] == 'h') out--;
    for (uint32_t i = 0; i < out; i++) word[i] = rules->loose[word[i]];
    return join_doubles(word, out);
}

static inline uint32_t skeleton(const Rules *rules, uint8_t *word, uint32_t length)
{
    uint8_t head = word[0];
    for (uint32_t i = 1; i < length; i++)
        if (word[i] == 'w') word[i] = 'u';
    return keep_consonants(rules, head, word, sound_key(rules, word, length));
}

#endif
