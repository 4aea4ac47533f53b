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

static int grow_words(Records *records)
{
    uint64_t room = records->room ? 2 * records->room : 1 << 12;
    Word *grown = calloc(room, sizeof *grown);
    if (!grown) return 0;
    for (uint64_t i = 0; i < records->room; i++) {
        Word known = records->words[i];
        if (!known.word.length) continue;
        uint64_t at = settle(mix(START, known.word.at, known.word.length)) & (room - 1);
        while (grown[at].word.length) at = (at + 1) & (room - 1);
        grown[at] = known;
    }
    free(records->words);
    records->words = grown;
    records->room = room;
    return 1;
}

/* Count a word once a record; a new one is heard. */
static int count_word(Records *records, Text word, uint32_t owner, const uint8_t *spellings)
{
    if (2 * records->words_count >= records->room && !grow_words(records)) return 0;
    uint64_t mask = records->room - 1, at = settle(mix(START, word.at, word.length)) & mask;
    for (; records->words[at].word.length; at = (at + 1) & mask) {
        Word *known = &records->words[at];
        if (!same_text(known->word, word)) continue;
        if (known->last != owner) known->carriers++;
        known->last = owner;
        return 1;
    }
    uint64_t room = 2 * MOST_GROWTH * word.length;
    if (records->sounds_count + room > records->sounds_room) {
        uint64_t wanted = 2 * records->sounds_room + room + (1 << 16);
        uint8_t *grown = realloc(records->sounds, wanted);
        if (!grown) return 0;
        records->sounds = grown;
        records->sounds_room = wanted;
    }
    uint8_t *made = records->sounds + records->sounds_count;
    uint64_t length = make_sound(spellings, word, made, made + MOST_GROWTH * word.length);
    records->words[at] = (Word){
        .word = word, .sound = {NULL, length}, .place = records->sounds_count, .carriers = 1, .last = owner};
    records->sounds_count += length;
    records->words_count++;
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
            if (!word.length || count++ == MOST_WORDS || !count_word(records, word, (uint32_t)at, spellings)) return 0;
    }
    return 1;
}

PUBLIC void en_close_records(Records *records)
{
    if (!records) return;
    free(records->words);
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
    int good = grow_words(records);
    for (uint64_t at = 0; good && at < count; at++) good = take_record(records, at, spellings);
    if (!good) {
        en_close_records(records);
        return NULL;
    }
    for (uint64_t i = 0; i < records->room; i++) records->words[i].sound.at = records->sounds + records->words[i].place;
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
    for (uint64_t i = 0; i < records->room; i++)
        if (records->words[i].word.length) *carriers++ = records->words[i].carriers;
}

/* Take what it tells when two names share a word, in bits, for each word in that order. */
PUBLIC void en_weigh_words(Records *records, const double *bits)
{
    for (uint64_t i = 0; i < records->room; i++)
        if (records->words[i].word.length) records->words[i].bits = *bits++;
}
