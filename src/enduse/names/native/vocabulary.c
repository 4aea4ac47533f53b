#include "vocabulary.h"

#include <stdlib.h>

API void en_close_vocabulary(Vocabulary *all)
{
    if (!all) return;
    free(all->pattern);
    free(all->entry);
    free(all->place);
    free(all->record);
    free(all->text);
    free(all);
}

/* Return an empty vocabulary with its rules and the patterns of the words of its lists, two for each; null where memory
 * ran out or the rules ask for more than can be read. */
API Vocabulary *en_open_vocabulary(const void *rules, uint64_t size, const void *patterns, uint32_t count)
{
    Vocabulary *all = calloc(1, sizeof *all);
    if (!all) return NULL;
    all->entry_room = 1 << 12;
    all->places = 1 << 13;
    all->record_room = 1 << 10;
    all->text_room = 1 << 16;
    all->entry = malloc(all->entry_room * sizeof *all->entry);
    all->place = calloc(all->places, sizeof *all->place);
    all->record = calloc(all->record_room, sizeof *all->record);
    all->text = malloc(all->text_room);
    all->pattern = malloc((count + 1) * sizeof *all->pattern);
    all->records = 1;
    if (!all->entry || !all->place || !all->record || !all->text || !all->pattern || size != sizeof all->rules) {
        en_close_vocabulary(all);
        return NULL;
    }
    memcpy(&all->rules, rules, size);
    memcpy(all->pattern, patterns, count * sizeof *all->pattern);
    all->patterns = count;
    int fits = all->rules.most_words <= MOST_TOKENS && all->rules.most_letters <= MOST_LETTERS;
    for (int kind = 0; kind < KINDS; kind++) {
        fits &= all->rules.manner[kind].lists <= sizeof all->rules.manner->list;
        for (int i = 0; fits && i < all->rules.manner[kind].lists; i++) fits &= all->rules.manner[kind].list[i] < PARTS;
    }
    if (fits) return all;
    en_close_vocabulary(all);
    return NULL;
}

static int grow(void **array, uint32_t *room, uint32_t needed, size_t size)
{
    if (needed <= *room) return 0;
    uint32_t more = *room * 2 > needed ? *room * 2 : needed;
    void *larger = realloc(*array, more * size);
    if (!larger) return -1;
    *array = larger;
    *room = more;
    return 0;
}

static int spread(Vocabulary *all)
{
    uint32_t places = all->places * 2;
    uint32_t *place = calloc(places, sizeof *place);
    if (!place) return -1;
    for (uint32_t i = 0; i < all->entries; i++) {
        uint32_t at = all->entry[i].hash & (places - 1);
        while (place[at]) at = (at + 1) & (places - 1);
        place[at] = i + 1;
    }
    free(all->place);
    all->place = place;
    all->places = places;
    return 0;
}

/* Return the number of the entry of a word, made where there is none; -1 where memory ran out. */
static int64_t put_entry(Vocabulary *all, const uint8_t *text, uint32_t length)
{
    const Entry *known = find_word(all, text, length);
    if (known) return known - all->entry;
    if (all->entries * 2 >= all->places && spread(all)) return -1;
    if (grow((void **)&all->entry, &all->entry_room, all->entries + 1, sizeof *all->entry)) return -1;
    if (grow((void **)&all->text, &all->text_room, all->text_length + length, 1)) return -1;
    uint32_t hash = hash_word(text, length), at = hash & (all->places - 1);
    while (all->place[at]) at = (at + 1) & (all->places - 1);
    all->place[at] = all->entries + 1;
    all->entry[all->entries] = (Entry){.hash = hash, .text_at = all->text_length, .length = (uint16_t)length};
    memcpy(all->text + all->text_length, text, length);
    all->text_length += length;
    return all->entries++;
}

/* Return the record of an entry, made where there is none; null where memory ran out. */
static Record *record_of(Vocabulary *all, int64_t number)
{
    if (number < 0 || all->records > UINT16_MAX) return NULL;
    if (!all->entry[number].record) {
        if (grow((void **)&all->record, &all->record_room, all->records + 1, sizeof *all->record)) return NULL;
        memset(all->record + all->records, 0, sizeof *all->record);
        all->entry[number].record = (uint16_t)all->records++;
    }
    return all->record + all->entry[number].record;
}

static int put_phrase(Vocabulary *all, uint32_t part, const uint8_t *text, uint32_t length, uint32_t pattern)
{
    uint32_t size = 1, first = 0;
    for (uint32_t i = 0; i < length; i++) size += text[i] == ' ';
    while (first < length && text[first] != ' ') first++;
    if (size > MOST_PHRASE || pattern >= all->patterns || pattern >= UINT16_MAX) return -1;
    Record *record = record_of(all, put_entry(all, text, length));
    if (!record) return -1;
    record->word[part] = (uint16_t)(pattern + 1);
    record = record_of(all, put_entry(all, text, first));
    if (!record) return -1;
    record->sizes[part] |= (uint16_t)(1u << size);
    return 0;
}

static int put_ending(Vocabulary *all, uint32_t list, const uint8_t *text, uint32_t length)
{
    uint32_t at = all->endings[list];
    if (at == MOST_ENDINGS || !length || length > MOST_ENDING) return -1;
    while (at && all->ending[list][at - 1].length < length) {
        all->ending[list][at] = all->ending[list][at - 1];
        at--;
    }
    all->ending[list][at] = (Ending){.length = length};
    memcpy(all->ending[list][at].text, text, length);
    all->last[list] |= (uint64_t)1 << (text[length - 1] & 63);
    all->endings[list]++;
    return 0;
}

static int put_word(Vocabulary *all, uint32_t column, const uint8_t *text, uint32_t length, uint32_t value)
{
    if (column < PARTS) return put_phrase(all, column, text, length, value);
    if (column >= ADJECTIVES) return put_ending(all, column - ADJECTIVES, text, length);
    int64_t number = put_entry(all, text, length);
    if (number < 0) return -1;
    if (column == BY_STEM || column == NUMBERS || column == ROMANS) {
        Record *record = record_of(all, number);
        if (!record || value >= (column == BY_STEM ? all->patterns : UINT16_MAX)) return -1;
        *(column == BY_STEM ? &record->stem : column == NUMBERS ? &record->number : &record->roman) = (uint16_t)(value + 1);
        return 0;
    }
    if (value >= COMMONNESSES) return -1;
    Entry *entry = all->entry + number;
    *(column == IN_FIRMS ? &entry->in_firms : column == IN_PERSONS ? &entry->in_persons : &entry->is_given) =
        (uint8_t)value;
    return 0;
}

/* Put words into a column: folded, a line break after each; `values` has a number for each of them. Returns 0, or -1
 * where memory ran out or a word or number does not fit. */
API int en_put_words(Vocabulary *all, uint32_t column, const uint8_t *text, uint64_t length, const uint32_t *values)
{
    if (column >= COLUMNS) return -1;
    for (uint64_t at = 0, end = 0, number = 0; at < length; at = ++end, number++) {
        while (end < length && text[end] != '\n') end++;
        if (end - at > UINT16_MAX || put_word(all, column, text + at, (uint32_t)(end - at), values[number])) return -1;
    }
    return 0;
}

/* Return how common a word is among persons; 0 for one that is not counted. */
uint32_t commonness_among_persons(const void *vocabulary, const uint8_t *text, uint32_t length)
{
    const Entry *entry = find_word(vocabulary, text, length);
    return entry ? entry->in_persons : 0;
}
