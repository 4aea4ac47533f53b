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
} Names;

static int is_led(uint32_t which, uint32_t row, const uint32_t *led_which, const uint32_t *led_row, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (led_which[i] == which && led_row[i] == row) return 1;
    return 0;
}

/* Find the rows of subjects' names, hidden ones too, but not those that led to them: these stand, for each subject, up to
 * its `led_end`. `named` are the numbers of properties that name, that of "name" first; `which` is the number of the
 * segment. Gives where each subject's rows end, the rows as far as there is room, and notes which subjects have a visible
 * name that is not an alias. Returns how many rows there are. */
API uint64_t en_names_of(const Names *names, const uint16_t named[4], uint32_t which, uint32_t count,
                         const uint32_t *subject, const uint32_t *led_end, const uint32_t *led_which,
                         const uint32_t *led_row, uint32_t *end, uint32_t *found, uint64_t room, uint8_t *is_named)
{
    uint64_t made = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t low = 0, high = names->rows;
        while (low < high) {
            uint64_t middle = low + (high - low) / 2;
            if (names->row_subject[middle] < subject[i]) low = middle + 1;
            else high = middle;
        }
        uint32_t led = i ? led_end[i - 1] : 0;
        for (uint64_t row = low; row < names->rows && names->row_subject[row] == subject[i]; row++) {
            uint16_t prop = names->prop[row];
            if (prop != named[0] && prop != named[1] && prop != named[2] && prop != named[3]) continue;
            is_named[i] |= prop == named[0] && !names->is_denied[row] && names->visible[row >> 3] >> (row & 7) & 1;
            if (is_led(which, (uint32_t)row, led_which + led, led_row + led, led_end[i] - led)) continue;
            if (made < room) found[made] = (uint32_t)row;
            made++;
        }
        end[i] = (uint32_t)made;
    }
    return made;
}
