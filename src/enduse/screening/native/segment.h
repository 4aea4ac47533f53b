/* A segment: the names of one load, laid out for searching, in one piece of memory that may be a mapped file.
 *
 * All numbers are little endian and 32 bits wide unless said otherwise. A segment may come from a damaged or forged
 * file, so no number read from it is used as a place before it has been compared with the length of what it points
 * into; a number out of bounds ends the list it stands in.
 */
#ifndef ENDUSE_SEGMENT_H
#define ENDUSE_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

#define MOST_LETTERS 48
#define MOST_WORDS 32
#define MOST_WEIGHT (MOST_WORDS * 64) /* a word weighs 1 to 64 */
#define FORM_BITS 27
#define FORM_MASK (((uint64_t)1 << FORM_BITS) - 1)
#define NO_WORD 0xFFFFFFu    /* no other word */
#define MOST_OTHERS 8        /* other words of a form that stand in its postings */
#define TWO_EDITS_FROM 6              /* letters of the longer of two words that may be two edits apart */
#define ONE_EDIT_FROM 3
#define CORE 35              /* a word of this weight (0.55) or more tells names apart */

#ifdef _WIN32
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

enum { /* sections, in the order of the table that `en_open` is given */
    WORD_AT, WORD_TEXT, WORD_CELL, SPELL_AT, SPELL_ENTRY, KEY_AT, KEY_ENTRY, FORM_AT, FORM_WORD, FORM_WEIGHT, POST_ENTRY,
    JOIN_AT, JOIN_ENTRY, ROW_AT, ROW_ROW, ROW_SUBJECT, SECTIONS
};

enum { FOREIGN = 1, DIGITS = 2 }; /* flags of a word */

#define TOLD_OF_WORD 15u /* bits of a key's print that tell instead of its word: FOREIGN, and above it how many vowels */
#define VOWELS_AT 1
#define IN_CELL 12       /* letters that stand in a cell */
#define EACH_LETTER 0x0084210842108421u /* the lowest bit of each of them */

/* One word of a form: the form's number, weight and count of words of 0.55 or more (two for more); and its other words,
 * 24 bits each, three in one posting. A form of more than four words has two postings in a row, the second of
 * five words more; `MANY` in it tells that there are still more. */
typedef struct { uint64_t low, high; } Posting;

#define WEIGHT_AT FORM_BITS        /* in `low`: twelve bits */
#define CORES_AT (FORM_BITS + 12)  /* two bits */
#define WIDE ((uint64_t)1 << 41)
#define THIRD_AT 42                /* the upper eight bits of the third word */
#define LAST ((uint64_t)1 << 50)   /* of the word's postings */
#define MANY ((uint64_t)1 << 56)   /* in `high` of a second posting */

/* A word: its first letters, five bits each from the lowest up, where its postings begin, its length and above it its flags,
 * half the weight of its lightest form, and how many entries its postings have, as `many_of` reads it. Words with digits
 * and those that are longer are told apart by the text. */
typedef struct { uint64_t letter; uint32_t posts; uint8_t length_flags, weight, lightest, many; } Cell;

#define FLAGS_AT 6 /* in `length_flags` */
typedef struct { uint32_t print, word; } Keyed;

/* Two neighbouring words of a form, or all of them, that some word may write together: a print of how that reads, the form
 * and its weight, and its other words, 24 bits each; `IS_MORE` in `low` says that there are more, or that all are written
 * together. */
typedef struct { uint64_t low, high; } Join;

#define IS_MORE ((uint64_t)1 << 39)
#define JOIN_OTHERS 3
#define OTHER_AT 40    /* one in `low`; the next in `high` */
#define SECOND_AT 16   /* and the one before it, above the print */
#define PRINT_MASK 0xFFFFu

typedef struct {
    uint32_t words, forms, rows, spell_shift, key_shift, join_shift;
    uint32_t post_count, spell_count, key_count, join_count, form_word_count, row_row_count, text_length;
    const uint32_t *word_at, *spell_at, *spell_entry, *key_at, *form_at, *form_word, *join_at, *row_at;
    const uint32_t *row_row, *row_subject;
    const uint16_t *form_weight;
    const uint8_t *word_text;
    const Cell *word_cell;
    const Posting *post_entry;
    const Keyed *key_entry;
    const Join *join_entry;
    uint32_t *weight_from; /* first form of a weight or more, for 0 .. MOST_WEIGHT + 1 */
} Segment;

static inline uint64_t mix(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93u;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93u;
    return x ^ (x >> 32);
}

/* Hash some letters. Not a defence against chosen collisions: lists are as long as the data make them. */
static inline uint64_t hash_letters(const uint8_t *text, uint32_t length)
{
    uint64_t hash = 0x9E3779B97F4A7C15u + length;
    uint32_t at = 0;
    for (; at + 8 <= length; at += 8) {
        uint64_t part = 0;
        for (int i = 7; i >= 0; i--) part = part << 8 | text[at + (uint32_t)i];
        hash = (hash ^ part) * 0xFF51AFD7ED558CCDu;
        hash ^= hash >> 29;
    }
    if (at < length) {
        uint64_t part = 0;
        for (uint32_t i = length; i > at; i--) part = part << 8 | text[i - 1];
        hash = (hash ^ part) * 0xFF51AFD7ED558CCDu;
    }
    return mix(hash);
}

static inline uint32_t length_of(const Cell *cell) { return cell->length_flags & ((1u << FLAGS_AT) - 1); }

static inline uint32_t flags_of(const Cell *cell) { return cell->length_flags >> FLAGS_AT; }

/* Count the vowels of a word, those in a row as one, among the letters that stand in a cell. */
static inline uint32_t count_vowels(uint64_t packed)
{
    uint64_t b1 = packed >> 1, b2 = packed >> 2, b3 = packed >> 3, b4 = packed >> 4;
    uint64_t plain = ~b1 & ((~b2 & ~b4) | (~b3 & b2) | (b3 & ~b2)); /* a, e, i, u, y: 1, 5, 9, 21, 25 */
    uint64_t vowel = packed & (plain | (b1 & b2 & b3 & ~b4)) & EACH_LETTER; /* o: 15 */
    return (uint32_t)((vowel & ~(vowel << 5)) * EACH_LETTER >> 5 * (IN_CELL - 1)) & 31; /* sums them up in the last letter */
}

static inline uint64_t pack_letters(const uint8_t *text, uint32_t length)
{
    uint64_t packed = 0;
    for (uint32_t i = 0; i < length && i < IN_CELL; i++) packed |= (uint64_t)(text[i] & 31) << 5 * i;
    return packed;
}

/* Return the letters of a word as they stand in the text, null where they lie outside of it. */
static inline const uint8_t *letters_of(const Segment *s, uint32_t word)
{
    uint32_t start = s->word_at[word], length = length_of(s->word_cell + word);
    if (length > MOST_LETTERS || start > s->text_length || length > s->text_length - start) return NULL;
    return s->word_text + start;
}

/* Return a number as one byte, and back: three bits of it and how many follow. */
static inline uint8_t few_of(uint32_t number)
{
    uint32_t more = 0;
    while (number >> more > 15) more++;
    return (uint8_t)(number < 8 ? number : (more + 1) << 3 | (number >> more & 7));
}

static inline uint32_t many_of(uint8_t few) { return few < 8 ? few : (uint32_t)(8 | (few & 7)) << ((few >> 3) - 1); }

/* Return how many places of a table a number of bits gives; `shift` is 64 less the bits. */
static inline uint32_t place_of(uint64_t hash, uint32_t shift) { return (uint32_t)(hash >> shift); }

typedef void (*TakeHash)(void *to, uint64_t hash);

/* Give the hash of a word and of what is left of it without one letter, and without two where that is asked for. */
void hash_neighbours(const uint8_t *text, uint32_t length, int deepest, TakeHash take, void *to);

/* Return how many letters may be left out of a word of this length to reach its neighbours. */
static inline int deepest_of(uint32_t length, uint32_t flags)
{
    if (flags & DIGITS) return 0;
    return length >= TWO_EDITS_FROM ? 2 : length + 1 >= ONE_EDIT_FROM ? 1 : 0;
}

#endif
