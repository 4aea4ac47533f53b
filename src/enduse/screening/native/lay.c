/* What the index is told of many words at once: their weights, their flags, and the keys that do not come from the
 * letters as they stand. screening/words.py says of one word what they are; what it knows of words comes in a book. */
#include "../../names/native/sounds.h"
#include "texts.h"

#include <stdlib.h>

#define MOST_SKELETONS 12
#define MOST_READINGS 16
#define LONGEST_READ 28     /* letters of a word that may be of Chinese syllables */
#define LONGEST_SYLLABLE 7
#define LONGEST_READING 192 /* letters: there are at most 28 syllables of six */

enum { /* columns of a book, in the order of the table that `en_lay_words` is given */
    PAGE_COUNT, PAGE_PLACES, PAGE_AT, PAGE_TEXT, PAGE_TABLE, PAGE_WEIGHT, PAGE_KEY_AT, PAGE_KEY, PAGE_LIKENESS,
    SYLLABLE_COUNT, SYLLABLE_PLACES, SYLLABLE_AT, SYLLABLE_TEXT, SYLLABLE_TABLE, OPTION_AT, OPTION_COST, READING_AT,
    READING_TEXT, MOST_OPTIONS, SPREAD, SHORT_WEIGHT, FOREIGN_LIKENESS, FEW_LIKENESS, READING_LIKENESS, SPELLINGS,
    SPELLINGS_LENGTH, LOOSE_LETTERS, VOWELS, OTHERWISE, OTHERWISE_LENGTH, BEFORE_H,
    BEFORE_H_OF_TWO, CONSONANTS, ALONE
};

typedef struct { double cost; uint32_t length; uint8_t text[LONGEST_READING]; } Way;

typedef struct {
    const uint64_t *column;
    Texts pages, syllables;
    Rules rules;
    Way (*best)[MOST_READINGS]; /* ways to read the first letters of a word: none, one, two ... */
    uint32_t bests[LONGEST_READ + 1];
    Way *way;                   /* all ways to read as many letters, before the likeliest are kept */
    uint64_t *more;             /* keys, and what each is worth */
    uint16_t *likeness;
    uint32_t count;
} Lay;

static const void *column_of(const Lay *lay, int column) { return (const void *)(uintptr_t)lay->column[column]; }

/* --- texts and what is said of them ------------------------------------------------------------------------ */

/* Fill a table of texts, each from `at[i]` to `at[i + 1]`: number + 1, at a place told by the hash. */
API void en_fill_table(uint32_t count, const uint32_t *at, const uint8_t *text, uint32_t places, uint32_t *table)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = (uint32_t)hash_letters(text + at[i], at[i + 1] - at[i]) & (places - 1);
        while (table[place]) place = (place + 1) & (places - 1);
        table[place] = i + 1;
    }
}

static void put_key(Lay *lay, uint8_t kind, const uint8_t *text, uint32_t length, int likeness)
{
    uint8_t key[1 + MOST_SOUNDS];
    key[0] = kind;
    memcpy(key + 1, text, length);
    lay->likeness[lay->count] = *(const uint16_t *)column_of(lay, likeness);
    lay->more[lay->count++] = hash_letters(key, length + 1);
}

/* --- consonants of a foreign word, as names/foreign.py finds them ------------------------------------------- */

typedef struct { uint8_t text[MOST_SOUNDS]; uint32_t length; } Bones;

static uint32_t add_bones(Bones *found, uint32_t count, const Bones *bones)
{
    for (uint32_t i = 0; i < count; i++)
        if (found[i].length == bones->length && !memcmp(found[i].text, bones->text, bones->length)) return count;
    found[count] = *bones;
    return count + 1;
}

static int is_among(const Lay *lay, int column, uint8_t letter) { return letter && strchr(column_of(lay, column), letter); }

/* Tell whether the letters before and at a place are two consonants of which one is spelled with an h. */
static int parts_at(const Lay *lay, const uint8_t *text, uint32_t length, uint32_t at)
{
    if (!is_among(lay, CONSONANTS, text[at]) && text[at] != 'h') return 0;
    if (text[at - 1] == 'h') return is_among(lay, CONSONANTS, text[at]);
    return is_among(lay, CONSONANTS, text[at - 1]) && at + 1 < length && text[at + 1] == 'h' &&
           is_among(lay, BEFORE_H_OF_TWO, text[at]);
}

/* Add the skeleton of a word with an "a" before some letters: where it parts, or before an h that may be one alone. */
static uint32_t add_parted(Lay *lay, const uint8_t *text, uint32_t length, int is_h_alone, Bones *found, uint32_t count)
{
    Bones made = {.length = 0};
    for (uint32_t i = 0; i < length; i++) {
        int is_before = is_h_alone ? i && text[i] == 'h' && is_among(lay, BEFORE_H, text[i - 1])
                                   : i && parts_at(lay, text, length, i);
        if (is_before) made.text[made.length++] = 'a';
        made.text[made.length++] = text[i];
    }
    made.length = skeleton(&lay->rules, made.text, made.length);
    return add_bones(found, count, &made);
}

static void put_skeletons(Lay *lay, const uint8_t *text, uint32_t length)
{
    Bones found[MOST_SKELETONS + 5], made = {.length = length};
    uint32_t count = 0;
    memcpy(made.text, text, length);
    made.length = skeleton(&lay->rules, made.text, length);
    count = add_bones(found, count, &made);
    for (uint32_t i = 0; i < length; i++) made.text[i] = text[i] == 'w' ? 'v' : text[i];
    made.length = skeleton(&lay->rules, made.text, length);
    count = add_bones(found, count, &made);
    uint32_t spoken = length;
    while (spoken > 1 && text[spoken - 1] == 'w') spoken--;
    for (uint32_t i = 0; i < spoken; i++) made.text[i] = i && text[i] == 'w' ? 'v' : text[i];
    made.length = skeleton(&lay->rules, made.text, spoken);
    count = add_bones(found, count, &made);
    count = add_parted(lay, text, length, 0, found, count);
    count = add_parted(lay, text, length, 1, found, count);
    const uint8_t *pair = column_of(lay, OTHERWISE), *end = pair + lay->column[OTHERWISE_LENGTH];
    while (pair < end) {
        uint32_t size = (uint32_t)strlen((const char *)pair), others = (uint32_t)strlen((const char *)pair + size + 1);
        for (uint32_t i = 0, known = count; i < known && count < MOST_SKELETONS; i++) {
            made = found[i];
            uint32_t written = replace(made.text, made.length, pair, size, pair + size + 1, others);
            if (written == found[i].length && !memcmp(made.text, found[i].text, written)) continue;
            made.length = join_doubles(made.text, written);
            count = add_bones(found, count, &made);
        }
        pair += size + others + 2;
    }
    for (uint32_t i = 0; i < count; i++)
        if (found[i].length > 1)
            put_key(lay, 'v', found[i].text, found[i].length, found[i].length > 2 ? FOREIGN_LIKENESS : FEW_LIKENESS);
}

/* --- Mandarin readings of a Latin word, as names/syllables.py finds them ------------------------------------- */

static int by_text(const void *left, const void *right)
{
    const Way *one = left, *other = right;
    uint32_t shared = one->length < other->length ? one->length : other->length;
    int order = memcmp(one->text, other->text, shared);
    if (order) return order;
    if (one->length != other->length) return one->length < other->length ? -1 : 1;
    return (one->cost > other->cost) - (one->cost < other->cost);
}

static int by_cost(const void *left, const void *right)
{
    const Way *one = left, *other = right;
    int order = (one->cost > other->cost) - (one->cost < other->cost);
    return order ? order : by_text(left, right);
}

static int64_t find_syllable(const Lay *lay, const uint8_t *text, uint32_t length, uint32_t whole)
{
    int64_t found = find_text(&lay->syllables, text, length);
    const char *alone = column_of(lay, ALONE); /* each ended by a zero, and one more */
    for (; found >= 0 && length < whole && *alone; alone += strlen(alone) + 1)
        if (strlen(alone) == length && !memcmp(alone, text, length)) return -1;
    return found;
}

/* Take all ways to read the letters up to `end`, each text once at its least cost, by cost. Returns how many. */
static uint32_t find_ways(Lay *lay, const uint8_t *text, uint32_t size, uint32_t end)
{
    const uint32_t *option_at = column_of(lay, OPTION_AT), *reading_at = column_of(lay, READING_AT);
    const uint8_t *reading = column_of(lay, READING_TEXT);
    const double *cost = column_of(lay, OPTION_COST);
    uint32_t ways = 0, kept = 0;
    for (uint32_t at = end > LONGEST_SYLLABLE ? end - LONGEST_SYLLABLE : 0; at < end; at++) {
        int64_t syllable = lay->bests[at] ? find_syllable(lay, text + at, end - at, size) : -1;
        if (syllable < 0) continue;
        for (uint32_t option = option_at[syllable]; option < option_at[syllable + 1]; option++)
            for (uint32_t i = 0; i < lay->bests[at]; i++) {
                const Way *before = lay->best[at] + i;
                uint32_t letters = reading_at[option + 1] - reading_at[option];
                Way *way = lay->way + ways;
                if (before->length + letters > LONGEST_READING) continue;
                memcpy(way->text, before->text, before->length);
                memcpy(way->text + before->length, reading + reading_at[option], letters);
                way->length = before->length + letters;
                way->cost = before->cost + cost[option];
                ways++;
            }
    }
    if (ways > 1) qsort(lay->way, ways, sizeof *lay->way, by_text);
    for (uint32_t i = 0; i < ways; i++) {
        const Way *last = lay->way + kept - 1, *way = lay->way + i;
        if (kept && last->length == way->length && !memcmp(last->text, way->text, way->length)) continue;
        lay->way[kept++] = *way;
    }
    if (kept > 1) qsort(lay->way, kept, sizeof *lay->way, by_cost);
    return kept;
}

/* Tell whether a word parts into syllables. */
static int is_of_syllables(const Lay *lay, const uint8_t *text, uint32_t size)
{
    uint32_t reached = 1u << size; /* places from which the end is reached */
    for (uint32_t at = size; at--;)
        for (uint32_t end = at + 1; end <= size && end <= at + LONGEST_SYLLABLE; end++)
            if (reached >> end & 1 && find_syllable(lay, text + at, end - at, size) >= 0) {
                reached |= 1u << at;
                break;
            }
    return reached & 1;
}

static void put_readings(Lay *lay, const uint8_t *text, uint32_t size)
{
    if (size < 2 || size > LONGEST_READ || !is_of_syllables(lay, text, size)) return;
    lay->best[0][0].cost = 0;
    lay->best[0][0].length = 0;
    lay->bests[0] = 1;
    for (uint32_t end = 1; end < size; end++) {
        uint32_t ways = find_ways(lay, text, size, end);
        lay->bests[end] = ways < MOST_READINGS ? ways : MOST_READINGS;
        memcpy(lay->best[end], lay->way, lay->bests[end] * sizeof *lay->way);
    }
    uint32_t ways = find_ways(lay, text, size, size), taken = 0;
    double most = 0;
    for (uint32_t i = 0; i < ways && taken < MOST_READINGS; i++) {
        const Way *way = lay->way + i;
        if (way->length == size && !memcmp(way->text, text, size)) continue;
        if (!taken++) most = way->cost + *(const double *)column_of(lay, SPREAD);
        if (way->cost >= most) return;
        put_key(lay, 'p', way->text, way->length, READING_LIKENESS);
    }
}

/* --- words ------------------------------------------------------------------------------------------------- */

static int is_of_letters(const uint8_t *text, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++)
        if (text[i] < 'a' || text[i] > 'z') return 0;
    return length > 0;
}

static void lay_word(Lay *lay, const uint8_t *text, uint32_t length, uint8_t *flags, uint8_t *weight)
{
    int64_t page = find_text(&lay->pages, text, length);
    const uint8_t *units = column_of(lay, page < 0 ? SHORT_WEIGHT : PAGE_WEIGHT);
    *weight = page >= 0 ? units[page] : units[length && length < 4 ? length - 1 : 3];
    if (!is_of_letters(text, length)) *flags |= DIGITS;
    if (*flags & DIGITS || length > MOST_LETTERS) return;
    if (*flags & FOREIGN) {
        put_skeletons(lay, text, length);
        put_key(lay, 'p', text, length, READING_LIKENESS);
    } else put_readings(lay, text, length);
    if (page < 0) return;
    const uint32_t *key_at = column_of(lay, PAGE_KEY_AT);
    for (uint32_t i = key_at[page]; i < key_at[page + 1]; i++) {
        lay->more[lay->count] = ((const uint64_t *)column_of(lay, PAGE_KEY))[i];
        lay->likeness[lay->count++] = ((const uint16_t *)column_of(lay, PAGE_LIKENESS))[i];
    }
}

/* Write of each word, `end` being where it ends in `text`, its weight, the flag DIGITS beside FOREIGN, which is given,
 * and its further keys: `more_end` is where those of each word end. Returns how many keys there are, -1 where memory ran
 * out. */
API int64_t en_lay_words(const uint64_t *book, uint32_t words, const uint32_t *end, const uint8_t *text, uint8_t *flags,
                         uint8_t *weight, uint32_t *more_end, uint64_t *more, uint16_t *likeness)
{
    Lay lay = {.column = book, .pages = texts_of(book + PAGE_COUNT), .syllables = texts_of(book + SYLLABLE_COUNT),
               .more = more, .likeness = likeness};
    lay.rules.loose = column_of(&lay, LOOSE_LETTERS);
    lay.rules.vowel = column_of(&lay, VOWELS);
    read_spellings(&lay.rules.spellings, column_of(&lay, SPELLINGS), (uint32_t)book[SPELLINGS_LENGTH]);
    lay.best = malloc((LONGEST_READ + 1) * sizeof *lay.best);
    lay.way = malloc(LONGEST_SYLLABLE * MOST_READINGS * book[MOST_OPTIONS] * sizeof *lay.way);
    const int has_room = lay.best && lay.way;
    for (uint32_t i = 0, start = 0; has_room && i < words; start = end[i++]) {
        lay_word(&lay, text + start, end[i] - start, flags + i, weight + i);
        more_end[i] = lay.count;
    }
    free(lay.best);
    free(lay.way);
    return has_room ? (int64_t)lay.count : -1;
}
