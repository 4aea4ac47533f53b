/* The rows of a segment by their subject. */
#include "segment.h"

#include <string.h>

/* Return the number of the text that equals the key, `count` where none does; texts stand in order of their bytes. */
API uint32_t en_find_text(const uint32_t *at, uint32_t count, const uint8_t *text, uint64_t length, const uint8_t *key,
                          uint64_t key_length)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2, from = at[middle], to = at[middle + 1];
        if (from > to || to > length) return count; /* damaged */
        uint64_t size = to - from, shorter = size < key_length ? size : key_length;
        int order = memcmp(text + from, key, shorter);
        if (!order && size == key_length) return middle;
        if (order < 0 || (!order && size < key_length)) low = middle + 1;
        else high = middle;
    }
    return count;
}

/* Give for each subject the first of its rows, which follow each other in order of subject, and last how many there are
 * of all. */
API void en_first_rows(uint32_t rows, const uint32_t *row_subject, uint32_t subjects, uint32_t *first)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < rows; i++)
        while (next <= row_subject[i] && next < subjects) first[next++] = i;
    while (next <= subjects) first[next++] = rows;
}

/* Give for each subject what all its rows say in a column, and `mixed` where they differ or there are none. */
API void en_agreed(uint32_t rows, const uint32_t *row_subject, const uint16_t *column, uint32_t subjects,
                   uint16_t mixed, uint16_t *agreed)
{
    uint32_t last = UINT32_MAX;
    for (uint32_t i = 0; i < subjects; i++) agreed[i] = mixed;
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t subject = row_subject[i];
        if (subject >= subjects) continue;
        if (subject != last) agreed[subject] = column[i];
        else if (agreed[subject] != column[i]) agreed[subject] = mixed;
        last = subject;
    }
}

typedef struct { /* of a segment */
    const uint32_t *row_subject;
    const uint16_t *prop;
    const uint8_t *is_denied, *visible;
    uint64_t rows;
    const uint32_t *value_at, *fold_at; /* of what a row says, and of how that folds where the kernel does not fold it */
    const uint8_t *value, *fold;
    uint64_t value_length, fold_length;
} Names;

typedef struct { const uint8_t *at; uint32_t length; } Value;

/* Return a row of a column; nothing where it lies outside of the text. */
static Value value_in(const uint32_t *at, const uint8_t *text, uint64_t length, uint64_t row)
{
    uint32_t from = at[row], to = at[row + 1];
    if (from > to || to > length) return (Value){NULL, 0};
    return (Value){text + from, to - from};
}

static Value value_of(const Names *names, uint64_t row)
{
    return value_in(names->value_at, names->value, names->value_length, row);
}

enum { IN_LATIN = 1, IN_OTHER = 2 }; /* the script in which a name begins; or in none that is known here */
#define BEGINS_IN_OTHER 4            /* in the first byte of how a name folds, see `pack_folded` in names/packs.py */

static uint32_t script_of(const Names *names, uint64_t row)
{
    Value fold = value_in(names->fold_at, names->fold, names->fold_length, row), value = value_of(names, row);
    if (fold.length) return fold.at[0] & BEGINS_IN_OTHER ? IN_OTHER : IN_LATIN;
    return value.length && !memchr(value.at, 0, value.length) ? IN_LATIN : 0;
}

static int is_seen(const Names *names, uint64_t row)
{
    return !names->is_denied[row] && names->visible[row >> 3] >> (row & 7) & 1;
}

enum { NAMED_BY = 4, WEAK = 3 }; /* properties that name; the place of that of weak aliases */

/* Return the script of names that are passed over where they did not lead to a subject: the other one, if it has a name in
 * the script that is asked in, as `try_names` in names/native/weigh.c has it; 0 for none. */
static uint32_t passed_over(const Names *names, const uint16_t named[NAMED_BY], uint32_t asked, uint64_t first,
                            uint64_t end)
{
    if (asked != IN_LATIN && asked != IN_OTHER) return 0;
    for (uint64_t row = first; row < end; row++) {
        uint16_t prop = names->prop[row];
        if ((prop == named[0] || prop == named[1] || prop == named[2]) && is_seen(names, row) && script_of(names, row) == asked)
            return asked ^ (IN_LATIN | IN_OTHER);
    }
    return 0;
}

static int is_among(uint32_t which, uint32_t row, const uint32_t *led_which, const uint32_t *led_row, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (led_which[i] == which && led_row[i] == row) return 1;
    return 0;
}

/* Find the rows of subjects' names, hidden ones too, but not those that led to them nor those passed over where names in
 * one script are `asked`: those that led stand, for each subject, up to its `led_end`. `named` are the numbers of
 * properties that name, that of "name" first; `which` is the number of the segment, and `first_row` says where the rows
 * of each of its `subjects` begin. Gives where each subject's rows end, the rows as far as there is room, and notes which
 * subjects have a visible name that is not an alias. Returns how many rows there are. */
API uint64_t en_names_of(const Names *names, const uint16_t named[4], uint32_t which, uint32_t count,
                         const uint32_t *first_row, uint32_t subjects, const uint32_t *subject, const uint8_t *asked,
                         const uint32_t *led_end, const uint32_t *led_which, const uint32_t *led_row, uint32_t *end,
                         uint32_t *found, uint64_t room, uint8_t *is_named)
{
    uint64_t made = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t low = subject[i] < subjects ? first_row[subject[i]] : names->rows;
        uint32_t led = i ? led_end[i - 1] : 0;
        uint64_t last = low;
        while (last < names->rows && names->row_subject[last] == subject[i]) last++;
        uint32_t passed = passed_over(names, named, asked[i], low, last);
        for (uint64_t row = low; row < last; row++) {
            uint16_t prop = names->prop[row];
            if (prop != named[0] && prop != named[1] && prop != named[2] && prop != named[3]) continue;
            is_named[i] |= prop == named[0] && is_seen(names, row);
            if (passed && script_of(names, row) == passed) continue;
            if (is_among(which, (uint32_t)row, led_which + led, led_row + led, led_end[i] - led)) continue;
            if (made < room) found[made] = (uint32_t)row;
            made++;
        }
        end[i] = (uint32_t)made;
    }
    return made;
}

#define MOST_VALUES 200 /* names of one property that are compared */

static int order_of(Value one, Value other)
{
    uint32_t shorter = one.length < other.length ? one.length : other.length;
    int order = memcmp(one.at, other.at, shorter);
    return order ? order : (one.length > other.length) - (one.length < other.length);
}

typedef struct { uint32_t *row; uint8_t *prop, *is_led; uint64_t room, count; } Listed;

/* List the names that a subject states under one property, each once, in order, without those passed over; false where they do not stand so, or are
 * more than are compared. */
static int list_names(const Names *names, uint16_t named, uint8_t prop, uint32_t passed, uint64_t first, uint64_t end,
                      Value led, Listed *to)
{
    Value last = {NULL, 0};
    uint32_t listed = 0;
    for (uint64_t row = first; row < end; row++) {
        if (names->prop[row] != named || !is_seen(names, row)) continue;
        Value value = value_of(names, row);
        if (!value.at || !value.length) return 0;
        int order = last.at ? order_of(value, last) : 1;
        last = value;
        if (!order) continue;
        if (order < 0 || ++listed > MOST_VALUES) return 0;
        if (passed && order_of(value, led) && script_of(names, row) == passed) continue;
        if (to->count < to->room) {
            to->row[to->count] = (uint32_t)row;
            to->prop[to->count] = prop;
            to->is_led[to->count] = !order_of(value, led);
        }
        to->count++;
    }
    return prop || listed; /* one without a whole name has one made of its parts */
}

/* List the visible names of the subjects of some rows that led to them, as `names_in` of resolution/records.py does: by
 * property, those `named` in their order, then by what they say, each once; those passed over where a name in one script
 * is `asked` are left out. Gives where each subject's names end, their
 * rows as far as there is room, the place of the property and whether the name says what the row that led does.
 * `is_told` is 0, and there are no names, of a subject of which that cannot be told so. Returns how many there are. */
API uint64_t en_list_names(const Names *names, const uint16_t named[NAMED_BY], uint32_t count, const uint32_t *led,
                           const uint8_t *asked, uint32_t *end, uint8_t *is_told, uint32_t *found, uint8_t *prop,
                           uint8_t *is_led, uint64_t room)
{
    Listed listed = {found, prop, is_led, room, 0};
    for (uint32_t i = 0; i < count; i++) {
        uint64_t first = led[i], last = led[i], before = listed.count;
        is_told[i] = first < names->rows;
        while (is_told[i] && first > 0 && names->row_subject[first - 1] == names->row_subject[led[i]]) first--;
        while (is_told[i] && last < names->rows && names->row_subject[last] == names->row_subject[led[i]]) last++;
        uint32_t passed = is_told[i] ? passed_over(names, named, asked[i], first, last) : 0;
        for (uint8_t n = 0; n < NAMED_BY && is_told[i]; n++)
            is_told[i] = (uint8_t)list_names(names, named[n], n, passed, first, last, value_of(names, led[i]), &listed);
        if (!is_told[i]) listed.count = before;
        end[i] = (uint32_t)listed.count;
    }
    return listed.count;
}
