/* Folding letter by letter, for the letters whose fold does not depend on their neighbours: those of ASCII, other Latin
 * ones up to U+02FF and quotation marks. What they fold to is the caller's, so that it stands in one place only:
 * `enduse.names.folding`, whose `pack_folds` lays it out. */
#ifndef ENDUSE_FOLDING_H
#define ENDUSE_FOLDING_H

#include <stddef.h>
#include <stdint.h>

#define FIRST_WIDE 0x80
#define LAST_WIDE 0x2FF
#define FIRST_MARK 0x2018
#define LAST_MARK 0x2026
#define WIDE_LETTERS (LAST_WIDE - FIRST_WIDE + 1 + LAST_MARK - FIRST_MARK + 1)
#define NOT_ALONE 255 /* the length of what a letter folds to that is not folded by itself */

typedef struct {
    uint8_t plain[FIRST_WIDE];      /* a letter, a space, or zero for nothing */
    uint8_t wide[WIDE_LETTERS][8];  /* how many letters, and these */
} Folds;

/* Return what the letter at the start of some UTF-8, which is not ASCII, is folded to: a length and letters. `used` tells
 * its bytes. Null for letters that are not folded by themselves, and for what is no UTF-8. */
static inline const uint8_t *fold_wide(const Folds *folds, const uint8_t *text, uint64_t length, uint32_t *used)
{
    uint32_t letter = 0;
    if (text[0] >= 0xC2 && text[0] < 0xCC && length > 1) {
        letter = (uint32_t)(text[0] & 31) << 6 | (text[1] & 63);
        *used = 2;
        if ((text[1] & 0xC0) != 0x80) return NULL;
        letter -= FIRST_WIDE;
    } else if (text[0] == 0xE2 && length > 2 && text[1] == 0x80 && text[2] >= 0x80 + (FIRST_MARK & 63)
               && text[2] <= 0x80 + (LAST_MARK & 63)) {
        letter = LAST_WIDE - FIRST_WIDE + 1 + text[2] - 0x80 - (FIRST_MARK & 63);
        *used = 3;
    } else return NULL;
    return folds->wide[letter][0] == NOT_ALONE ? NULL : folds->wide[letter];
}

#endif
