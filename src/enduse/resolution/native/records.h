/* The records of a file as packed sketches: one text, nine fields a record separated by tabs, the values of a field by
 * "|" (see `sketching.Sketch`), and the words of their names. */
#ifndef ENDUSE_RECORDS_H
#define ENDUSE_RECORDS_H
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

enum { SORT, NAMES, DATES, REACH, NUMBERS, CODES, CITIES, STREETS, COUNTRIES, FIELDS };
enum { MOST_WORDS = 32, DAY = 10 }; /* words of a name; a file with more of them in one name is left to Python */

typedef struct { const uint8_t *at; uint64_t length; } Text;

typedef struct {
    Text word, sound; /* of the sound the place is known only when all words are in: see `place` */
    uint64_t place;
    uint32_t carriers, last; /* how many records have it in a name, the last of them */
    double bits;
} Word;

typedef struct {
    const uint8_t *text;
    const uint64_t *starts; /* one more than records */
    uint64_t count;
    Word *words;
    uint64_t words_count, words_room;
    uint32_t *slots;        /* of words by hash: their number from 1 */
    uint64_t slots_count;
    uint32_t *spoken;       /* the words of the names in order: the number of each, doubled, and 1 for a name's first */
    uint64_t spoken_count, spoken_room;
    uint32_t *spoken_from;  /* where each record's words start among them; one more than records */
    uint8_t *sounds;
    uint64_t sounds_count, sounds_room;
} Records;

#define START 0xCBF29CE484222325u

static inline uint64_t mix(uint64_t hash, const uint8_t *at, uint64_t length)
{
    for (uint64_t i = 0; i < length; i++) hash = (hash ^ at[i]) * 0x100000001B3u;
    return hash;
}

static inline uint64_t settle(uint64_t hash)
{
    hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDu;
    hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53u;
    return hash ^ hash >> 33;
}

/* Take the next part of a text up to a mark; a text without bytes has one part, one without a place none. */
static inline int next_part(Text *rest, uint8_t mark, Text *part)
{
    if (!rest->at) return 0;
    const uint8_t *end = memchr(rest->at, mark, rest->length);
    part->at = rest->at;
    if (!end) {
        part->length = rest->length;
        rest->at = NULL;
        return 1;
    }
    part->length = (uint64_t)(end - rest->at);
    rest->length -= part->length + 1;
    rest->at = end + 1;
    return 1;
}

/* The values of a field, none of an empty one. */
static inline Text values_of(Text field)
{
    return field.length ? field : (Text){NULL, 0};
}

static inline int same_text(Text left, Text right)
{
    return left.length == right.length && !memcmp(left.at, right.at, left.length);
}

static inline int by_bytes(const void *a, const void *b)
{
    const Text *left = a, *right = b;
    uint64_t shorter = left->length < right->length ? left->length : right->length;
    int order = shorter ? memcmp(left->at, right->at, shorter) : 0;
    return order ? order : (left->length > right->length) - (left->length < right->length);
}

static inline void read_fields(const Records *records, uint64_t at, Text *fields)
{
    Text line = {records->text + records->starts[at], records->starts[at + 1] - records->starts[at]};
    for (int i = 0; i < FIELDS; i++)
        if (!next_part(&line, '\t', &fields[i])) fields[i] = (Text){records->text, 0};
}

static inline uint64_t hash_word(Text word)
{
    return settle(mix(START, word.at, word.length));
}

/* Return a word of the names, NULL for one that is in none. */
static inline const Word *find_word(const Records *records, Text word)
{
    uint64_t mask = records->slots_count - 1;
    for (uint64_t at = hash_word(word) & mask; records->slots[at]; at = (at + 1) & mask)
        if (same_text(records->words[records->slots[at] - 1].word, word)) return &records->words[records->slots[at] - 1];
    return NULL;
}

int contradict(const Text *left, const Text *right);
#endif
