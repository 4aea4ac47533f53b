/* Names that rows of segments say, packed when they are first wanted. */
#ifndef ENDUSE_ROWS_H
#define ENDUSE_ROWS_H

#include "name.h"

typedef struct { /* texts of a segment by row; `start` has one place more */
    const uint8_t *text;
    uint64_t length;
    const uint32_t *start;
    uint64_t rows;
} Column;

/* What stands for the address of a pack: the row was not read yet; only Python can read it; there is no pack. */
enum { NOT_READ_YET, LEFT_TO_PYTHON, NO_PACK, PACKED };

/* Packs of rows that were read before: an open table of `mask` + 1 places, of each the row from 1 with its segment and kind,
 * and the address of the pack, with KEPT_LATIN where the name begins in Latin letters. */
typedef struct { uint64_t row, pack; } KeptRow;

typedef struct {
    KeptRow *place;
    uint64_t mask, rows, most; /* no more than `most` are kept */
} Kept;

enum { KEPT_LATIN = 1 };

typedef struct { /* as names/packs.py lays it out */
    const void *vocabulary, *wide; /* the second with words in other scripts; null while it is not wanted */
    void *packs;
    const Column *column;          /* two for each segment: values, and what they fold to */
    const uint32_t *which, *row;   /* the segment of each row, and the row */
    uint64_t *pack;                /* of each row an address or what stands for it; more of names asked may follow */
    uint8_t *is_latin;             /* whether each begins in Latin letters */
    uint64_t count;
    uint64_t is_wide_wanted, is_any_left, has_failed;
    void *kept_packs; /* those of the rows in `kept`; both null where none are kept */
    Kept *kept;
} Rows;

/* read.c: tell of rows from one up to another in which script they begin, which are read as names of a kind; false where
 * Python must read one first. */
int tell_scripts(Rows *rows, uint64_t from, uint64_t to, uint32_t kind);

/* Return the pack of a row, null where there is none or Python must read it first. */
const Name *pack_of(Rows *rows, uint64_t at, uint32_t kind);

#endif
