#include "packs.h"

#include <stdlib.h>

#define BLOCK (1u << 18)

static Block *new_block(void)
{
    Block *block = malloc(BLOCK);
    if (block) *block = (Block){NULL, sizeof *block};
    return block;
}

API Packs *en_open_packs(void)
{
    Packs *packs = calloc(1, sizeof *packs);
    if (packs && !(packs->first = packs->last = new_block())) {
        free(packs);
        return NULL;
    }
    return packs;
}

/* Forget all packs: their addresses are void from now on. */
API void en_clear_packs(Packs *packs)
{
    for (Block *block = packs->first->next, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    packs->last = packs->first;
    *packs->first = (Block){NULL, sizeof *packs->first};
    packs->size = 0;
}

API void en_close_packs(Packs *packs)
{
    en_clear_packs(packs);
    free(packs->first);
    free(packs);
}

API uint64_t en_size_packs(const Packs *packs) { return packs->size; }

uint8_t *take_room(Packs *packs, uint64_t length)
{
    uint64_t room = (length + 7) / 8 * 8;
    if (room > BLOCK - sizeof(Block)) return NULL;
    if (packs->last->used + room > BLOCK) {
        Block *block = new_block();
        if (!block) return NULL;
        packs->last = packs->last->next = block;
    }
    uint8_t *found = (uint8_t *)packs->last + packs->last->used;
    packs->last->used += room;
    packs->size += room;
    return found;
}

/* Keep a copy of a pack that was made elsewhere. Returns its address, 0 where memory ran out or it is no pack. */
API uint64_t en_keep_pack(Packs *packs, const uint8_t *pack, uint64_t length)
{
    uint8_t *kept = length < sizeof(Name) || length > LONGEST_PACK ? NULL : take_room(packs, length);
    if (!kept) return 0;
    memcpy(kept, pack, length);
    return is_packed(kept, length) ? (uint64_t)(uintptr_t)kept : 0;
}
