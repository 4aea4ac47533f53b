/* Records opened: checked, and the words of their names counted and heard. How a word sounds is told by
 * `names/sounds.py`, which this must equal. */
#include "records.h"

/* Replace one spelling by another wherever it stands, in place; the place has room for what may come of it. */
static uint64_t respell(uint8_t *word, uint64_t length, Text from, Text to, uint8_t *spare)
{
    uint64_t made = 0, at = 0;
    while (at < length) {
        if (length - at >= from.length && !memcmp(word + at, from.at, from.length)) {
            memcpy(spare + made, to.at, to.length);
            made += to.length;
            at += from.length;
        } else spare[made++] = word[at++];
    }
    memcpy(word, spare, made);
    return made;
}

static int holds(const uint8_t *word, uint64_t length, Text part)
{
    for (uint64_t at = 0; at + part.length <= length; at++)
        if (word[at] == part.at[0] && !memcmp(word + at, part.at, part.length)) return 1;
    return 0;
}

static uint32_t letters_of(const uint8_t *word, uint64_t length)
{
    uint32_t found = 0;
    for (uint64_t i = 0; i < length; i++) found |= 1u << (word[i] & 31);
    return found;
}

/* Write the word's sound and return its length. Both buffers hold MOST_GROWTH times the word; a replacement that might
 * not fit is left out. `spellings` are pairs of texts, each ended by a zero, the last followed by another. */
enum { MOST_GROWTH = 4 };

static uint64_t make_sound(const uint8_t *spellings, Text word, uint8_t *made, uint8_t *spare)
{
    uint64_t length = word.length, room = MOST_GROWTH * word.length;
    memcpy(made, word.at, length);
    uint32_t letters = letters_of(made, length);
    for (const uint8_t *at = spellings; *at;) {
        Text from = {at, strlen((const char *)at)};
        Text to = {at + from.length + 1, strlen((const char *)at + from.length + 1)};
        at = to.at + to.length + 1;
        uint32_t needed = letters_of(from.at, from.length);
        if ((needed & ~letters) || !holds(made, length, from)) continue;
        uint64_t growth = to.length > from.length ? to.length - from.length : 0;
        if (length + growth * (length / from.length) > room) continue; /* cannot be with the table of `sounds` */
        length = respell(made, length, from, to, spare);
        letters = letters_of(made, length);
    }
    uint64_t kept = 0;
    for (uint64_t i = 0; i < length; i++)
        if (!kept || made[kept - 1] != made[i]) made[kept++] = made[i];
    if (kept > 3 && made[kept - 1] == 'h') kept--;
    if (!kept) {
        memcpy(made, word.at, word.length);
        kept = word.length;
    }
    return kept;
}

/* Make room for one more in an array that doubles; tell whether there is. */
static int grow(void **held, uint64_t *room, uint64_t count, uint64_t size)
{
    if (count < *room) return 1;
    uint64_t wanted = *room ? 2 * *room : 1 << 12;
    void *grown = realloc(*held, wanted * size);
    if (!grown) return 0;
    *held = grown;
    *room = wanted;
    return 1;
}

static int grow_slots(Records *records)
{
    uint64_t count = records->slots_count ? 2 * records->slots_count : 1 << 13;
    uint32_t *grown = calloc(count, sizeof *grown);
    if (!grown) return 0;
    for (uint64_t i = 0; i < records->words_count; i++) {
        uint64_t at = hash_word(records->words[i].word) & (count - 1);
        while (grown[at]) at = (at + 1) & (count - 1);
        grown[at] = (uint32_t)i + 1;
    }
    free(records->slots);
    records->slots = grown;
    records->slots_count = count;
    return 1;
}

/* Take a word that was not met before: hear it. */
static int add_word(Records *records, Text word, uint32_t owner, const uint8_t *spellings)
{
    uint64_t room = 2 * MOST_GROWTH * word.length;
    if (records->sounds_count + room > records->sounds_room) {
        uint64_t wanted = 2 * records->sounds_room + room + (1 << 16);
        uint8_t *grown = realloc(records->sounds, wanted);
        if (!grown) return 0;
        records->sounds = grown;
        records->sounds_room = wanted;
    }
    if (!grow((void **)&records->words, &records->words_room, records->words_count, sizeof *records->words)) return 0;
    uint8_t *made = records->sounds + records->sounds_count;
    uint64_t length = make_sound(spellings, word, made, made + MOST_GROWTH * word.length);
    records->words[records->words_count++] = (Word){
        .word = word, .sound = {NULL, length}, .place = records->sounds_count, .carriers = 1, .last = owner};
    records->sounds_count += length;
    return 1;
}

/* Note a word of a name, and count it once a record. */
static int note_word(Records *records, Text word, uint32_t owner, int is_first, const uint8_t *spellings)
{
    if (2 * records->words_count >= records->slots_count && !grow_slots(records)) return 0;
    uint64_t mask = records->slots_count - 1, at = hash_word(word) & mask;
    while (records->slots[at] && !same_text(records->words[records->slots[at] - 1].word, word)) at = (at + 1) & mask;
    if (!records->slots[at]) {
        if (!add_word(records, word, owner, spellings)) return 0;
        records->slots[at] = (uint32_t)records->words_count;
    }
    Word *known = &records->words[records->slots[at] - 1];
    known->carriers += known->last != owner;
    known->last = owner;
    if (records->spoken_count == UINT32_MAX || records->words_count > INT32_MAX
        || !grow((void **)&records->spoken, &records->spoken_room, records->spoken_count, sizeof *records->spoken)) return 0;
    records->spoken[records->spoken_count++] = 2 * (records->slots[at] - 1) + (uint32_t)is_first;
    return 1;
}

static int is_ascii(Text text)
{
    uint8_t all = 0;
    for (uint64_t i = 0; i < text.length; i++) all |= text.at[i];
    return all < 128;
}

/* Tell whether each value of a field of dates is ISO, as far as it goes. */
static int are_dates(Text field)
{
    Text rest = values_of(field), date;
    while (next_part(&rest, '|', &date)) {
        if (date.length != 4 && date.length != 7 && date.length != DAY) return 0;
        for (uint64_t i = 0; i < date.length; i++)
            if (i == 4 || i == 7 ? date.at[i] != '-' : date.at[i] < '0' || date.at[i] > '9') return 0;
    }
    return 1;
}

static int take_record(Records *records, uint64_t at, const uint8_t *spellings)
{
    Text line = {records->text + records->starts[at], records->starts[at + 1] - records->starts[at]}, fields[FIELDS];
    Text names, name, word;
    for (int i = 0; i < FIELDS; i++) {
        if (!next_part(&line, '\t', &fields[i])) return 0;
        if (i != REACH && !is_ascii(fields[i])) return 0;
    }
    if (line.at || !are_dates(fields[DATES])) return 0;
    for (names = values_of(fields[NAMES]); next_part(&names, '|', &name);) {
        int count = 0;
        while (next_part(&name, ' ', &word))
            if (!word.length || count == MOST_WORDS || !note_word(records, word, (uint32_t)at, !count++, spellings)) return 0;
    }
    return 1;
}

PUBLIC void en_close_records(Records *records)
{
    if (!records) return;
    free(records->words);
    free(records->slots);
    free(records->spoken);
    free(records->spoken_from);
    free(records->sounds);
    free(records);
}

/* Return the records of a text, which must stay as it is; NULL where it is not as it should be, or memory ran out. */
PUBLIC Records *en_open_records(const uint8_t *text, const uint64_t *starts, uint64_t count, const uint8_t *spellings)
{
    Records *records = calloc(1, sizeof *records);
    if (!records || count > UINT32_MAX) {
        free(records);
        return NULL;
    }
    records->text = text;
    records->starts = starts;
    records->count = count;
    records->spoken_from = malloc((count + 1) * sizeof *records->spoken_from);
    int good = records->spoken_from && grow_slots(records);
    for (uint64_t at = 0; good && at < count; at++) {
        records->spoken_from[at] = (uint32_t)records->spoken_count;
        good = take_record(records, at, spellings);
    }
    if (!good) {
        en_close_records(records);
        return NULL;
    }
    records->spoken_from[count] = (uint32_t)records->spoken_count;
    for (uint64_t i = 0; i < records->words_count; i++)
        records->words[i].sound.at = records->sounds + records->words[i].place;
    return records;
}

/* Return how many different words the names have. */
PUBLIC uint64_t en_count_words(const Records *records)
{
    return records->words_count;
}

/* Write how many records carry each word, in an order that stays. */
PUBLIC void en_word_carriers(const Records *records, uint32_t *carriers)
{
    for (uint64_t i = 0; i < records->words_count; i++) carriers[i] = records->words[i].carriers;
}

/* Take what it tells when two names share a word, in bits, for each word in that order. */
PUBLIC void en_weigh_words(Records *records, const double *bits)
{
    for (uint64_t i = 0; i < records->words_count; i++) records->words[i].bits = bits[i];
}
