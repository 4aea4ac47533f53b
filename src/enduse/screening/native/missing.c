/* The words of queries that a reader has not learnt yet. */
#include "asker.h"

#include <string.h>

typedef struct {
    uint8_t *text, *flags;
    uint32_t *end, *place; /* a hash table of the words, number + 1 */
    uint32_t count, places;
} Words;

/* Add a word that is not among them yet. */
static void add_word(Words *words, const uint8_t *text, uint32_t length, uint8_t flags)
{
    uint32_t at = (uint32_t)hash_letters(text, length) & (words->places - 1);
    for (; words->place[at]; at = (at + 1) & (words->places - 1)) {
        uint32_t number = words->place[at] - 1, start = number ? words->end[number - 1] : 0;
        if (words->flags[number] == flags && words->end[number] - start == length
            && !memcmp(words->text + start, text, length))
            return;
    }
    uint32_t start = words->count ? words->end[words->count - 1] : 0;
    memcpy(words->text + start, text, length);
    words->end[words->count] = start + length;
    words->flags[words->count] = flags;
    words->place[at] = ++words->count;
}

/* Give the words of some queries (lines of words; a line that begins with * is foreign) that are not learnt, each once:
 * their letters one after the other, where each ends, and of each FOREIGN or nothing. `place` has so many `places`, a
 * power of two of more than `most`, all zero. Returns how many words there are, at most `most`. */
API uint32_t en_missing(const Asker *asker, const uint8_t *text, uint64_t length, uint32_t most, uint8_t *letters,
                        uint32_t *end, uint8_t *flags, uint32_t *place, uint32_t places)
{
    Words words = {letters, flags, end, place, 0, places};
    uint64_t at = 0;
    int is_foreign = 0;
    for (uint64_t i = 0; i <= length && words.count < most; i++) {
        if (i < length && text[i] > ' ' && text[i] != '*') continue;
        uint32_t size = i - at > MOST_LETTERS ? 0 : (uint32_t)(i - at);
        if (size && !find_slot(asker, text + at, size, is_foreign)) add_word(&words, text + at, size, (uint8_t)is_foreign);
        if (i < length && text[i] == '*') is_foreign = FOREIGN;
        if (i < length && text[i] == '\n') is_foreign = 0;
        at = i + 1;
    }
    return words.count;
}
