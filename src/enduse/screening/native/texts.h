/* Texts by which something is found, in a table that `en_fill_table` made. */
#ifndef ENDUSE_TEXTS_H
#define ENDUSE_TEXTS_H

#include "segment.h"

#include <string.h>

typedef struct { uint32_t count, places; const uint32_t *at, *table; const uint8_t *text; } Texts;

/* Return the texts that five columns in a row tell of: count, places, where each begins, letters, table. */
static inline Texts texts_of(const uint64_t *column)
{
    return (Texts){(uint32_t)column[0], (uint32_t)column[1], (const uint32_t *)(uintptr_t)column[2],
                   (const uint32_t *)(uintptr_t)column[4], (const uint8_t *)(uintptr_t)column[3]};
}

/* Return the number of a text, -1 where it is not among them. */
static inline int64_t find_text(const Texts *texts, const uint8_t *text, uint32_t length)
{
    uint32_t place = (uint32_t)hash_letters(text, length) & (texts->places - 1);
    for (; texts->table[place]; place = (place + 1) & (texts->places - 1)) {
        uint32_t found = texts->table[place] - 1, start = texts->at[found];
        if (texts->at[found + 1] - start == length && !memcmp(texts->text + start, text, length)) return found;
    }
    return -1;
}

#endif
