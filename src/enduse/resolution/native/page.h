/* Bytes that are written one after the other and given back as one. */
#ifndef ENDUSE_PAGE_H
#define ENDUSE_PAGE_H
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct { uint8_t *held; uint64_t count, room; int failed; } Page;

/* Make room for more bytes; return where they go, NULL where memory ran out. */
static inline uint8_t *make_place(Page *page, uint64_t length)
{
    if (page->count + length > page->room) {
        uint64_t room = 2 * page->room + length + (1 << 12);
        uint8_t *grown = page->failed ? NULL : realloc(page->held, room);
        if (!grown) {
            page->failed = 1;
            return NULL;
        }
        page->held = grown;
        page->room = room;
    }
    return page->held + page->count;
}

static inline void put(Page *page, const void *bytes, uint64_t length)
{
    uint8_t *to = length ? make_place(page, length) : NULL;
    if (!to) return;
    memcpy(to, bytes, length);
    page->count += length;
}
#endif
