/* Building the tables of a segment. The caller gives room that is large enough; every function says how much. */
#include "segment.h"

#include <stdlib.h>
#include <string.h>

void hash_neighbours(const uint8_t *text, uint32_t length, int deepest, TakeHash take, void *to)
{
    uint8_t left[MOST_LETTERS];
    take(to, hash_letters(text, length));
    if (deepest < 1 || length < 2 || length > MOST_LETTERS) return;
    for (uint32_t i = 0; i < length; i++) {
        if (i && text[i] == text[i - 1]) continue; /* the same word as before */
        memcpy(left, text, i);
        memcpy(left + i, text + i + 1, length - i - 1);
        take(to, hash_letters(left, length - 1));
        if (deepest < 2) continue;
        for (uint32_t j = i; j < length - 1; j++) {
            uint8_t less[MOST_LETTERS];
            memcpy(less, left, j);
            memcpy(less + j, left + j + 1, length - 2 - j);
            take(to, hash_letters(less, length - 2));
        }
    }
}

typedef struct { uint32_t *count; uint32_t *entry; uint32_t shift, word; uint64_t total; } Spelling;

static void count_hash(void *to, uint64_t hash)
{
    Spelling *s = to;
    s->count[place_of(hash, s->shift) + 1]++;
    s->total++;
}

static void place_hash(void *to, uint64_t hash)
{
    Spelling *s = to;
    s->entry[s->count[place_of(hash, s->shift)]++] = s->word | (uint32_t)(hash & 0xFF) << 24;
}

static void tally_hash(void *to, uint64_t hash)
{
    (void)hash;
    ++*(uint64_t *)to;
}

/* Fill the cells of words, but for their postings. */
API void en_build_cells(uint32_t words, const uint32_t *word_at, const uint8_t *text, const uint8_t *weight,
                        const uint8_t *flags, Cell *cell)
{
    for (uint32_t w = 0; w < words; w++) {
        uint32_t length = word_at[w + 1] - word_at[w];
        cell[w] = (Cell){pack_letters(text + word_at[w], length), UINT32_MAX, (uint8_t)(length | flags[w] << FLAGS_AT), weight[w], 0, 0};
    }
}

/* Say in the hash of each key whether its word is foreign, and how many vowels it has. */
API void en_mark_keys(uint32_t count, uint64_t *hash, const uint32_t *word, const Cell *cell)
{
    for (uint32_t i = 0; i < count; i++) {
        const Cell *of = cell + word[i];
        uint32_t told = (flags_of(of) & FOREIGN) | count_vowels(of->letter) << VOWELS_AT;
        hash[i] = (hash[i] & ~(uint64_t)TOLD_OF_WORD) | told;
    }
}

/* Return how many entries the table of spellings has. */
API uint64_t en_count_spellings(uint32_t words, const uint32_t *word_at, const uint8_t *text, const uint8_t *flags)
{
    uint64_t total = 0;
    for (uint32_t w = 0; w < words; w++) {
        uint32_t length = word_at[w + 1] - word_at[w];
        hash_neighbours(text + word_at[w], length, deepest_of(length, flags[w]), tally_hash, &total);
    }
    return total;
}

/* Turn counts, kept one place on, into starts. */
static void sum_up(uint32_t *at, uint64_t places)
{
    for (uint64_t i = 0; i < places; i++) at[i + 1] += at[i];
}

/* Move starts back to where they were before entries were placed. */
static void step_back(uint32_t *at, uint64_t places)
{
    memmove(at + 1, at, places * sizeof *at);
    at[0] = 0;
}

/* Fill `at` (2^bits + 1, zeroed) and `entry` (as counted); `shift` is 64 less the bits. */
API void en_build_spellings(uint32_t words, const uint32_t *word_at, const uint8_t *text, const uint8_t *flags,
                            uint32_t shift, uint32_t *at, uint32_t *entry)
{
    uint64_t places = (uint64_t)1 << (64 - shift);
    Spelling s = {at, entry, shift, 0, 0};
    for (int is_second = 0; is_second < 2; is_second++) {
        for (uint32_t w = 0; w < words; w++) {
            uint32_t length = word_at[w + 1] - word_at[w];
            s.word = w;
            hash_neighbours(text + word_at[w], length, deepest_of(length, flags[w]), is_second ? place_hash : count_hash, &s);
        }
        if (is_second) step_back(at, places);
        else sum_up(at, places);
    }
}

/* Hash `count` texts that stand one after the other, `end` being where each ends. */
API void en_hash_texts(uint32_t count, const uint32_t *end, const uint8_t *text, uint64_t *hash)
{
    uint32_t start = 0;
    for (uint32_t i = 0; i < count; i++) {
        hash[i] = hash_letters(text + start, end[i] - start);
        start = end[i];
    }
}

/* Fill a table of hashes: `at` (2^bits + 1, zeroed) and `entry` (count), in the order given within a place. */
API void en_build_keys(uint32_t count, const uint64_t *hash, const uint32_t *word, uint32_t shift, uint32_t *at,
                       Keyed *entry)
{
    uint64_t places = (uint64_t)1 << (64 - shift);
    for (uint32_t i = 0; i < count; i++) at[place_of(hash[i], shift) + 1]++;
    sum_up(at, places);
    for (uint32_t i = 0; i < count; i++) {
        Keyed *e = entry + at[place_of(hash[i], shift)]++;
        e->print = (uint32_t)hash[i];
        e->word = word[i];
    }
    step_back(at, places);
}

/* Weigh forms and number them by weight, the lightest first and otherwise as they stand.
 * `order[n]` becomes the old number of the form whose new number is n; `weight[n]` its weight. */
API int en_order_forms(uint32_t forms, const uint32_t *form_at, const uint32_t *form_word, const Cell *cell,
                       uint32_t *order, uint16_t *weight)
{
    uint32_t from[MOST_WEIGHT + 2] = {0};
    uint16_t *own = malloc(forms ? forms * sizeof *own : 1);
    if (!own) return -1;
    for (uint32_t f = 0; f < forms; f++) {
        uint32_t sum = 0;
        for (uint32_t i = form_at[f]; i < form_at[f + 1]; i++) sum += cell[form_word[i]].weight;
        own[f] = (uint16_t)(sum > MOST_WEIGHT ? MOST_WEIGHT : sum);
        from[own[f] + 1]++;
    }
    for (int w = 0; w <= MOST_WEIGHT; w++) from[w + 1] += from[w];
    for (uint32_t f = 0; f < forms; f++) {
        uint32_t place = from[own[f]]++;
        order[place] = f;
        weight[place] = own[f];
    }
    free(own);
    return 0;
}

/* Write what of the posting of one word of a form is not the same for all. Returns how many postings that makes. */
static uint32_t put_posting(Posting *to, uint64_t low, const uint32_t *word, uint32_t count, uint32_t but)
{
    uint64_t other[MOST_OTHERS];
    uint32_t others = 0;
    for (uint32_t i = 0; i < count && others < MOST_OTHERS; i++)
        if (i != but) other[others++] = word[i];
    while (others < MOST_OTHERS) other[others++] = NO_WORD;
    to[0].low = low | other[2] >> 16 << THIRD_AT;
    to[0].high = other[0] | other[1] << 24 | other[2] << 48;
    if (count <= 4) return 1;
    to[0].low |= WIDE;
    to[1].low = other[3] | other[4] << 24 | other[5] << 48;
    to[1].high = other[5] >> 16 | other[6] << 8 | other[7] << 32 | (count > MOST_OTHERS + 1 ? MANY : 0);
    return 2;
}

/* Return how many postings all forms take. */
API uint64_t en_count_postings(uint32_t forms, const uint32_t *form_at)
{
    uint64_t total = 0;
    for (uint32_t f = 0; f < forms; f++) {
        uint64_t words = form_at[f + 1] - form_at[f];
        total += words > 4 ? 2 * words : words;
    }
    return total;
}

/* Say in the cell of a word where its postings lie, and which is the last. */
static void close_postings(Cell *cell, uint32_t at, uint32_t end, Posting *entry)
{
    if (at >= end) return;
    uint32_t weight = entry[at].low >> WEIGHT_AT & 0xFFF, last = at;
    for (uint32_t i = at; i < end; i += entry[i].low & WIDE ? 2 : 1) last = i;
    entry[last].low |= LAST;
    cell->posts = at;
    cell->many = few_of(end - at);
    cell->lightest = weight / 2 < 255 ? (uint8_t)(weight / 2) : 255;
}

/* Fill `entry` (as counted) with which forms carry a word, by number, and say in the cells where; `at` (words + 1, zeroed)
 * is where those of each word begin. */
API void en_build_postings(uint32_t words, uint32_t forms, const uint32_t *form_at, const uint32_t *form_word,
                           const uint16_t *form_weight, Cell *cell, uint32_t *at, Posting *entry)
{
    for (uint32_t f = 0; f < forms; f++)
        for (uint32_t i = form_at[f]; i < form_at[f + 1]; i++)
            at[form_word[i] + 1] += form_at[f + 1] - form_at[f] > 4 ? 2 : 1;
    sum_up(at, words);
    for (uint32_t f = 0; f < forms; f++) {
        uint32_t count = form_at[f + 1] - form_at[f];
        const uint32_t *word = form_word + form_at[f];
        uint64_t cores = 0;
        for (uint32_t i = 0; i < count && cores < 2; i++) cores += cell[word[i]].weight >= CORE;
        uint64_t low = f | (uint64_t)form_weight[f] << WEIGHT_AT | cores << CORES_AT;
        for (uint32_t i = 0; i < count; i++) at[word[i]] += put_posting(entry + at[word[i]], low, word, count, i);
    }
    step_back(at, words);
    for (uint32_t w = 0; w < words; w++) close_postings(cell + w, at[w], at[w + 1], entry);
}

#define ALL_WORDS 255

/* Give the hash of every two neighbouring words written together, and of all words where there are more; the form of each,
 * and which of its words is the first, or ALL_WORDS. There is room for two a form word. Returns how many there are. */
API uint32_t en_hash_joins(uint32_t forms, const uint32_t *form_at, const uint32_t *form_word, const uint32_t *word_at,
                           const uint8_t *text, uint64_t *hash, uint32_t *form, uint8_t *first)
{
    uint32_t count = 0;
    for (uint32_t f = 0; f < forms; f++) {
        uint8_t joined[MOST_LETTERS * MOST_WORDS];
        uint32_t whole = 0, words = form_at[f + 1] - form_at[f];
        for (uint32_t i = 0; i < words && i < MOST_WORDS; i++) {
            uint32_t w = form_word[form_at[f] + i], length = word_at[w + 1] - word_at[w], before = 0;
            memcpy(joined + whole, text + word_at[w], length);
            if (i) {
                uint32_t v = form_word[form_at[f] + i - 1];
                before = word_at[v + 1] - word_at[v];
            }
            if (i && before + length <= MOST_LETTERS) {
                hash[count] = hash_letters(joined + whole - before, before + length);
                first[count] = (uint8_t)(i - 1);
                form[count++] = f;
            }
            whole += length;
        }
        if (words > 2 && whole <= MOST_LETTERS) {
            hash[count] = hash_letters(joined, whole);
            first[count] = ALL_WORDS;
            form[count++] = f;
        }
    }
    return count;
}

static Join join_of(uint32_t form, uint32_t weight, const uint32_t *word, uint32_t words, uint32_t first, uint64_t hash)
{
    uint64_t other[JOIN_OTHERS] = {NO_WORD, NO_WORD, NO_WORD};
    uint32_t others = 0;
    for (uint32_t i = 0; i < words && others < JOIN_OTHERS && first != ALL_WORDS; i++)
        if (i != first && i != first + 1) other[others++] = word[i];
    const int is_more = first == ALL_WORDS || words > JOIN_OTHERS + 2;
    Join join = {form | (uint64_t)weight << WEIGHT_AT | other[0] << OTHER_AT | (is_more ? IS_MORE : 0),
                 (hash & PRINT_MASK) | other[1] << SECOND_AT | other[2] << OTHER_AT};
    return join;
}

/* Fill a table of words written together, as `en_hash_joins` gives them: `at` (2^bits + 1, zeroed) and `entry` (count), in
 * the order given within a place. */
API void en_build_joins(uint32_t count, const uint64_t *hash, const uint32_t *form, const uint8_t *first,
                        const uint32_t *form_at, const uint32_t *form_word, const uint16_t *form_weight, uint32_t shift,
                        uint32_t *at, Join *entry)
{
    uint64_t places = (uint64_t)1 << (64 - shift);
    for (uint32_t i = 0; i < count; i++) at[place_of(hash[i], shift) + 1]++;
    sum_up(at, places);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t f = form[i], start = form_at[f];
        entry[at[place_of(hash[i], shift)]++] =
            join_of(f, form_weight[f], form_word + start, form_at[f + 1] - start, first[i], hash[i]);
    }
    step_back(at, places);
}

/* Fill `at` (forms + 1, zeroed) and `row` (count): the rows of each form. `form_of` gives the form of each entry. */
API void en_build_rows(uint32_t forms, uint32_t count, const uint32_t *form_of, const uint32_t *row_of, uint32_t *at,
                       uint32_t *row)
{
    for (uint32_t i = 0; i < count; i++) at[form_of[i] + 1]++;
    sum_up(at, forms);
    for (uint32_t i = 0; i < count; i++) row[at[form_of[i]]++] = row_of[i];
    step_back(at, forms);
}

static uint64_t first_part(const uint8_t *key)
{
    uint64_t part = 0;
    for (int i = 0; i < 8; i++) part = part << 8 | key[i];
    return part;
}

/* Return the first place from `low` to `high` whose key is not less. Keys are hashes, so their own size says nearly
 * where they stand: search begins there and widens. */
static uint64_t find_key(const uint8_t *keys, uint64_t low, uint64_t high, const uint8_t *key)
{
    uint64_t place = low + (uint64_t)((double)first_part(key) / 18446744073709551616.0 * (double)(high - low)), step = 8;
    if (place >= high) place = high ? high - 1 : 0;
    if (low >= high) return low;
    if (memcmp(keys + 16 * place, key, 16) < 0) {
        low = place + 1;
        while (low + step < high && memcmp(keys + 16 * (low + step), key, 16) < 0) {
            low += step + 1;
            step *= 2;
        }
        if (low + step < high) high = low + step;
    } else {
        high = place;
        while (high > low + step && memcmp(keys + 16 * (high - step), key, 16) >= 0) {
            high -= step;
            step *= 2;
        }
        if (high > low + step) low = high - step;
    }
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (memcmp(keys + 16 * middle, key, 16) < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* For each wanted key of 16 bytes, give every place where it stands in runs of keys, each run in order from `run_at`;
 * `end` says where its places end in `place`. Returns how many there are; those beyond `most` are not written. */
API uint64_t en_gather(uint32_t runs, const uint64_t *run_at, const uint8_t *keys, uint32_t wanted, const uint8_t *key,
                       uint32_t *end, uint32_t *place, uint64_t most)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < wanted; i++) {
        for (uint32_t r = 0; r < runs; r++)
            for (uint64_t at = find_key(keys, run_at[r], run_at[r + 1], key + 16 * i);
                 at < run_at[r + 1] && !memcmp(keys + 16 * at, key + 16 * i, 16); at++) {
                if (count < most) place[count] = (uint32_t)at;
                count++;
            }
        end[i] = (uint32_t)count;
    }
    return count;
}

/* Return a checksum: four lanes of multiplication, so that it runs as fast as memory is read. */
API uint64_t en_checksum(const uint8_t *data, uint64_t length)
{
    uint64_t lane[4] = {length ^ 0x9E3779B97F4A7C15u, 0xBF58476D1CE4E5B9u, 0x94D049BB133111EBu, 0xD6E8FEB86659FD93u};
    uint64_t at = 0;
    for (; at + 32 <= length; at += 32)
        for (int i = 0; i < 4; i++) {
            uint64_t part;
            memcpy(&part, data + at + 8 * i, 8);
            lane[i] = (lane[i] ^ part) * 0xFF51AFD7ED558CCDu;
            lane[i] ^= lane[i] >> 32;
        }
    for (; at < length; at++) lane[at & 3] = (lane[at & 3] ^ data[at]) * 0xFF51AFD7ED558CCDu;
    return mix(lane[0]) ^ mix(lane[1] + 1) * 3 ^ mix(lane[2] + 2) * 5 ^ mix(lane[3] + 3) * 7;
}
