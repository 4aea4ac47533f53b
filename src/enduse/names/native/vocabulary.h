/* What the lexicons say of words, and the rules of reading: packed once by names/packs.py, then only read. */
#ifndef ENDUSE_VOCABULARY_H
#define ENDUSE_VOCABULARY_H

#include "folding.h"
#include "name.h"

#define MOST_LETTERS 48  /* of a word that is read */
#define MOST_PHRASE 15   /* words of a phrase */
#define COMMONNESSES 8
#define MOST_ENDINGS 64
#define MOST_ENDING 7    /* letters of one */

/* Columns that words are put into: the lists by the number of their part, then these. */
enum { BY_STEM = PARTS, NUMBERS, ROMANS, IN_FIRMS, IN_PERSONS, GIVEN, ADJECTIVES, PLACES, RANKS, COLUMNS };

enum { A_GIVEN = 1, A_FAMILY = 2, AROUND_FAMILY = 2 }; /* of the column GIVEN; words beside a family name like "Le" */
enum { A_NUMBER, AN_INITIAL, A_NAME, A_GIVEN_NAME, A_NAME_OF_PLACE, PLAIN }; /* patterns of words in no list */

typedef struct { /* how words of a kind of name are read */
    uint8_t lists, list[4]; /* parts, in the order in which they are looked up */
    uint8_t is_person;      /* no numbers, no words by their stem, letters in a row stand apart; "Ben" may be a name */
    uint8_t is_firm;        /* words weigh as in names of firms */
    uint8_t unused;
} Manner;

typedef struct { /* laid out as names/packs.py writes it */
    double by_length[MOST_LETTERS + 1], by_commonness[COMMONNESSES], telling;
    Token plain[PLAIN];
    Manner manner[KINDS];
    uint32_t most_words, most_letters, short_form, shortest_stem, shortest_place, unused;
    uint8_t vowels[8];
    Folds folds;
} Rules;

typedef struct { /* what the lists say of a word or phrase, all zero for nothing */
    uint16_t word[PARTS];  /* number of the pattern, counted from 1 */
    uint16_t sizes[PARTS]; /* bit n: phrases of n words begin with it */
    uint16_t stem;         /* the pattern of the generic word that it is the stem of */
    uint16_t number;       /* that it writes, counted from 1 */
    uint16_t roman;        /* the same as a Roman numeral */
} Record;

typedef struct {
    uint32_t hash, text_at;
    uint16_t length, record;
    uint8_t in_firms, in_persons, is_given, unused;
} Entry;

typedef struct {
    uint32_t length;
    uint8_t text[MOST_ENDING + 1];
} Ending;

typedef struct {
    Rules rules;
    Token (*pattern)[2]; /* of the words of lists: in names of persons and others, in names of firms */
    uint32_t patterns;
    Entry *entry;
    uint32_t entries, entry_room;
    uint32_t *place;     /* hash table of entries, number + 1 */
    uint32_t places;
    Record *record;      /* the first is for words in no list */
    uint32_t records, record_room;
    uint8_t *text;
    uint32_t text_length, text_room;
    Ending ending[3][MOST_ENDINGS]; /* of adjectives, of those made from places, of ranks; the longest first */
    uint64_t last[3];               /* the letters they end with, each a bit */
    uint32_t endings[3];
} Vocabulary;

static inline uint64_t load(const uint8_t *text, uint32_t bytes)
{
    uint64_t part = 0;
    memcpy(&part, text, bytes);
    return part;
}

/* Hash a word. Not a defence against chosen collisions: only the words of the lexicons are kept in the table. */
static inline uint32_t hash_word(const uint8_t *text, uint32_t length)
{
    const uint64_t by = 0xFF51AFD7ED558CCDu;
    uint64_t hash = 0x9E3779B97F4A7C15u * (length + 1);
    if (length >= 8) {
        for (uint32_t at = 0; at + 8 < length; at += 8) {
            hash = (hash ^ load(text + at, 8)) * by;
            hash ^= hash >> 29;
        }
        hash ^= load(text + length - 8, 8);
    } else if (length >= 4) hash ^= load(text, 4) | load(text + length - 4, 4) << 32;
    else if (length) hash ^= (uint64_t)text[0] << 16 | (uint64_t)text[length / 2] << 8 | text[length - 1];
    hash *= by;
    hash ^= hash >> 32;
    return (uint32_t)(hash * by >> 32);
}

/* Return what is known of a word or phrase, null for nothing. */
static inline const Entry *find_word(const Vocabulary *all, const uint8_t *text, uint32_t length)
{
    uint32_t hash = hash_word(text, length);
    for (uint32_t at = hash & (all->places - 1); all->place[at]; at = (at + 1) & (all->places - 1)) {
        const Entry *entry = all->entry + all->place[at] - 1;
        if (entry->hash == hash && entry->length == length && !memcmp(all->text + entry->text_at, text, length))
            return entry;
    }
    return NULL;
}

#endif
