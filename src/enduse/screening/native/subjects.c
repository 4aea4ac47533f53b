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
