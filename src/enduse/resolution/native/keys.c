/* Which records share a key: the keys of one kind made from packed sketches, sorted, and the pairs that meet.
 *
 * What a key is made of is told by `find_keys` in `blocking.py`, which this must equal. */
#include "records.h"

enum { MOST_NAMES = 12 };

typedef struct { uint64_t key; uint64_t owner; } Entry;
typedef struct { uint64_t *held; uint64_t count, room; } Numbers;
typedef struct { uint64_t pairs_count, large_count; uint64_t *pairs, *large; } Meeting;

typedef struct {
    const Records *records;
    Entry *entries;
    uint64_t count, room;
    uint64_t owner;
    int failed;
} Maker;

static void note(Maker *maker, uint64_t hash)
{
    if (maker->count == maker->room) {
        uint64_t room = maker->room ? 2 * maker->room : 1 << 16;
        Entry *grown = realloc(maker->entries, room * sizeof *grown);
        if (!grown) {
            maker->failed = 1;
            return;
        }
        maker->entries = grown;
        maker->room = room;
    }
    maker->entries[maker->count++] = (Entry){settle(hash), maker->owner};
}

static void sort_texts(Text *texts, uint64_t count)
{
    for (uint64_t i = 1; i < count; i++) {
        Text moved = texts[i];
        uint64_t at = i;
        for (; at && by_bytes(&texts[at - 1], &moved) > 0; at--) texts[at] = texts[at - 1];
        texts[at] = moved;
    }
}

/* -- the keys of one record ------------------------------------------------------- */

typedef struct { Text words[MOST_WORDS]; uint64_t count; } Name;

/* Take the next name of a record as its words, or as how they sound; tell whether there was one. */
static int next_name(const Records *records, const uint32_t **at, const uint32_t *end, int is_heard, Name *name)
{
    if (*at == end) return 0;
    name->count = 0;
    do {
        const Word *word = &records->words[**at / 2];
        name->words[name->count++] = is_heard ? word->sound : word->word;
    } while (++*at < end && !(**at & 1));
    return 1;
}

static uint64_t mix_all(const Name *name, int spaced)
{
    uint64_t hash = START;
    for (uint64_t i = 0; i < name->count; i++) {
        if (spaced && i) hash = mix(hash, (const uint8_t *)" ", 1);
        hash = mix(hash, name->words[i].at, name->words[i].length);
    }
    return hash;
}

/* Write a whole date with month and day in either order alike; tell whether it is whole. */
static int day_of(Text date, uint8_t *day)
{
    if (date.length != DAY) return 0;
    memcpy(day, date.at, DAY);
    if (memcmp(date.at + 5, date.at + 8, 2) > 0) {
        memcpy(day + 5, date.at + 8, 2);
        memcpy(day + 8, date.at + 5, 2);
    }
    return 1;
}

static void note_values(Maker *maker, Text field, uint64_t hash, const char *between, int spaced_only)
{
    Text rest = values_of(field), value;
    hash = mix(hash, (const uint8_t *)between, strlen(between));
    while (next_part(&rest, '|', &value))
        if (!spaced_only || memchr(value.at, ' ', value.length)) note(maker, mix(hash, value.at, value.length));
}

static void note_number(Maker *maker, Text field)
{
    Text rest = values_of(field), value;
    while (next_part(&rest, '|', &value)) {
        const uint8_t *colon = memchr(value.at, ':', value.length);
        const uint8_t *from = colon ? colon + 1 : value.at + value.length;
        note(maker, mix(START, from, (uint64_t)(value.at + value.length - from)));
    }
}

static void note_days(Maker *maker, const Text *fields, const Name *name, int initials_only)
{
    Text rest = values_of(fields[DATES]), date;
    uint8_t day[DAY];
    while (next_part(&rest, '|', &date)) {
        if (!day_of(date, day)) continue;
        uint64_t hash = mix(START, day, DAY);
        if (initials_only) {
            Name first = *name;
            for (uint64_t i = 0; i < first.count; i++) first.words[i].length = 1;
            sort_texts(first.words, first.count);
            for (uint64_t i = 0; i < first.count; i++) hash = mix(hash, first.words[i].at, 1);
            note(maker, hash);
        } else
            for (uint64_t i = 0; i < name->count; i++)
                note(maker, mix(hash, name->words[i].at, name->words[i].length));
    }
}

static void note_name(Maker *maker, const Text *fields, Name *name, int kind)
{
    Text rest, value, places = fields[CITIES].length ? fields[CITIES] : fields[CODES];
    if (kind == 10) {
        sort_texts(name->words, name->count);
        note(maker, mix_all(name, 0));
    } else if (kind == 2 || kind == 3) note_days(maker, fields, name, kind == 3);
    else if (kind == 7 || kind == 9)
        for (uint64_t i = 0; i < name->count; i++)
            note_values(maker, fields[kind == 7 ? CODES : STREETS],
                        mix(START, name->words[i].at, name->words[i].length), "@", kind == 9);
    else {
        sort_texts(name->words, name->count);
        uint64_t hash = mix_all(name, 1);
        if (kind == 6) note_values(maker, places.length ? places : fields[COUNTRIES], hash, "@", 0);
        else
            for (rest = values_of(fields[DATES]); next_part(&rest, '|', &value);) {
                if (kind == 4) note(maker, mix(hash, value.at, value.length < 4 ? value.length : 4));
                else if (value.length == DAY) note(maker, mix(hash, value.at + 5, DAY - 5));
            }
    }
}

static void note_record(Maker *maker, int kind)
{
    const Records *records = maker->records;
    Text fields[FIELDS], rest;
    read_fields(records, maker->owner, fields);
    uint8_t day[DAY];
    if (kind == 0) note_number(maker, fields[NUMBERS]);
    else if (kind == 1) note_values(maker, fields[REACH], START, "", 0);
    else if (kind == 8) {
        Text date;
        for (rest = values_of(fields[DATES]); next_part(&rest, '|', &date);)
            if (day_of(date, day))
                note_values(maker, fields[CITIES].length ? fields[CITIES] : fields[CODES], mix(START, day, DAY), "@", 0);
    } else {
        const uint32_t *at = records->spoken + records->spoken_from[maker->owner];
        const uint32_t *end = records->spoken + records->spoken_from[maker->owner + 1];
        Name name;
        for (int taken = 0; taken < MOST_NAMES && next_name(records, &at, end, kind != 3 && kind != 10, &name); taken++)
            note_name(maker, fields, &name, kind);
    }
}

/* -- who meets ---------------------------------------------------------------------- */

static int add_number(Numbers *to, uint64_t number)
{
    if (to->count == to->room) {
        uint64_t room = to->room ? 2 * to->room : 1 << 12;
        uint64_t *grown = realloc(to->held, room * sizeof *grown);
        if (!grown) return 0;
        to->held = grown;
        to->room = room;
    }
    to->held[to->count++] = number;
    return 1;
}

/* Sort by key, keeping the order of owners: by its upper bits in three passes, then among the few that share them. */
enum { PASSES = 3, DIGIT = 11, DIGITS = 1 << DIGIT };

static uint32_t digit_of(const Entry *entry, int pass)
{
    return entry->key >> (64 - DIGIT * (PASSES - pass)) & (DIGITS - 1);
}

static int sort_entries(Entry **entries, uint64_t count)
{
    Entry *spare = malloc((count ? count : 1) * sizeof *spare);
    uint64_t (*places)[DIGITS] = calloc(PASSES, sizeof *places);
    if (!spare || !places) {
        free(spare);
        free(places);
        return 0;
    }
    for (uint64_t i = 0; i < count; i++)
        for (int pass = 0; pass < PASSES; pass++) places[pass][digit_of(&(*entries)[i], pass)]++;
    for (int pass = 0; pass < PASSES; pass++) {
        uint64_t *place = places[pass], sum = 0;
        for (int i = 0; i < DIGITS; i++) {
            uint64_t number = place[i];
            place[i] = sum;
            sum += number;
        }
        for (uint64_t i = 0; i < count; i++) spare[place[digit_of(&(*entries)[i], pass)]++] = (*entries)[i];
        Entry *swapped = *entries;
        *entries = spare;
        spare = swapped;
    }
    for (uint64_t i = 1; i < count; i++) {
        Entry moved = (*entries)[i];
        uint64_t at = i;
        for (; at && (*entries)[at - 1].key > moved.key; at--) (*entries)[at] = (*entries)[at - 1];
        (*entries)[at] = moved;
    }
    free(spare);
    free(places);
    return 1;
}

static int pair_block(const uint64_t *block, uint64_t size, uint64_t count, uint64_t largest, Numbers *pairs,
                      Numbers *large)
{
    if (size > largest) {
        if (!add_number(large, size)) return 0;
        for (uint64_t i = 0; i < size; i++)
            if (!add_number(large, block[i])) return 0;
        return 1;
    }
    for (uint64_t i = 0; i < size; i++)
        for (uint64_t j = i + 1; j < size; j++)
            if (!add_number(pairs, block[i] * count + block[j])) return 0;
    return 1;
}

static int pair_entries(const Entry *entries, uint64_t number, uint64_t count, uint64_t largest, Numbers *pairs,
                        Numbers *large)
{
    Numbers block = {NULL, 0, 0};
    int good = 1;
    for (uint64_t at = 0; good && at < number;) {
        uint64_t key = entries[at].key;
        block.count = 0;
        for (; good && at < number && entries[at].key == key; at++)
            if (!block.count || block.held[block.count - 1] != entries[at].owner)
                good = add_number(&block, entries[at].owner);
        if (good && block.count > 1) good = pair_block(block.held, block.count, count, largest, pairs, large);
    }
    free(block.held);
    return good;
}

/* Sort numbers and keep each once; return how many are left. Only bytes that differ are sorted by. */
PUBLIC int64_t en_sort_once(uint64_t *numbers, uint64_t count)
{
    uint64_t all = 0, *from = numbers, *to = malloc((count ? count : 1) * sizeof *to);
    if (!to) return -1;
    uint64_t *spare = to;
    for (uint64_t i = 0; i < count; i++) all |= numbers[i];
    for (int shift = 0; shift < 64 && all >> shift; shift += 8) {
        uint64_t place[256] = {0}, sum = 0;
        for (uint64_t i = 0; i < count; i++) place[from[i] >> shift & 255]++;
        for (int i = 0; i < 256; i++) {
            uint64_t number = place[i];
            place[i] = sum;
            sum += number;
        }
        for (uint64_t i = 0; i < count; i++) to[place[from[i] >> shift & 255]++] = from[i];
        uint64_t *swapped = from;
        from = to;
        to = swapped;
    }
    uint64_t kept = 0;
    for (uint64_t i = 0; i < count; i++)
        if (!kept || from[i] != from[kept - 1]) from[kept++] = from[i];
    if (from != numbers) memcpy(numbers, from, kept * sizeof *numbers);
    free(spare);
    return (int64_t)kept;
}

/* Pair the records that share a key of one kind. Pairs are lower * count + higher, sorted, each once;
 * blocks of more than `largest` come as their size and their members. Returns 0 where memory ran out. */
PUBLIC int en_meet(const Records *records, int kind, uint64_t largest, Meeting *meeting)
{
    Maker maker = {.records = records};
    uint64_t count = records->count;
    Numbers pairs = {NULL, 0, 0}, large = {NULL, 0, 0};
    for (; !maker.failed && maker.owner < count; maker.owner++) note_record(&maker, kind);
    int good = !maker.failed && sort_entries(&maker.entries, maker.count)
        && pair_entries(maker.entries, maker.count, count, largest, &pairs, &large);
    free(maker.entries);
    int64_t kept = good ? en_sort_once(pairs.held, pairs.count) : -1;
    if (kept < 0) {
        free(pairs.held);
        free(large.held);
        *meeting = (Meeting){0, 0, NULL, NULL};
        return 0;
    }
    *meeting = (Meeting){(uint64_t)kept, large.count, pairs.held, large.held};
    return 1;
}

/* -- neighbours in a large block ------------------------------------------------------ */

typedef struct { Text first, second; uint64_t at; } Placed;

static int by_place(const void *a, const void *b)
{
    const Placed *left = a, *right = b;
    int order = by_bytes(&left->first, &right->first);
    if (!order) order = by_bytes(&left->second, &right->second);
    return order ? order : (left->at > right->at) - (left->at < right->at);
}

/* Pair each of some records with so many that follow it in the order of names, then dates, and of dates, then names.
 * `pairs` has room for twice that many a record; they are sorted, each once. Returns how many, -1 where memory ran out. */
PUBLIC int64_t en_neighbours(const Records *records, const uint64_t *block, uint64_t size, uint64_t nearest,
                             uint64_t *pairs)
{
    Placed *placed = malloc((size + 1) * sizeof *placed);
    Text fields[FIELDS];
    uint64_t made = 0;
    if (!placed) return -1;
    for (int order = 0; order < 2; order++) {
        for (uint64_t i = 0; i < size; i++) {
            read_fields(records, block[i], fields);
            placed[i] = (Placed){fields[order ? DATES : NAMES], fields[order ? NAMES : DATES], block[i]};
        }
        qsort(placed, size, sizeof *placed, by_place);
        for (uint64_t i = 0; i < size; i++)
            for (uint64_t j = i + 1; j < size && j <= i + nearest; j++) {
                uint64_t left = placed[i].at, right = placed[j].at;
                pairs[made++] = left < right ? left * records->count + right : right * records->count + left;
            }
    }
    free(placed);
    return en_sort_once(pairs, made);
}

PUBLIC void en_part(Meeting *meeting)
{
    free(meeting->pairs);
    free(meeting->large);
    *meeting = (Meeting){0, 0, NULL, NULL};
}
