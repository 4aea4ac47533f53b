/* A packed name: what names/packing.py makes of a read name. Little endian, without addresses, 8 bytes aligned:
 *
 *   Name        16 bytes
 *   Token       24 bytes each, in printed order; a token's place is its number
 *   text        the folded name; then for each token in turn its form, its printed letters in UTF-8, its stem
 *   zeros       up to a multiple of 8
 *
 * Places count bytes from the start of the pack. Forms, stems and the folded name are ASCII.
 */
#ifndef ENDUSE_NAME_H
#define ENDUSE_NAME_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef _WIN32
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

#define MOST_TOKENS 32
#define MOST_FORM 120 /* letters of a form that are read: more than any phrase of the lexicons has */

enum { PERSON, ORGANISATION, UNKNOWN_KIND, KINDS };                                     /* kinds of name */
enum { NAME, GENERIC, PARTICLE, TITLE, LEGAL_FORM, NUMBER, INITIAL, PARTS };            /* parts, as in names/tokens.py */
enum { HAS_WEIGHT = 1, HAS_NATIVE = 2 };                                                /* flags of a name */
enum { IS_GIVEN = 1, IS_PLACE = 2, IS_ARTICLE = 4, IS_SON_OF = 8, IS_OF_PLACE = 16, IS_ANY_FORM = 32,
       IS_CHARITY = 64, IS_SPELLED = 128 };   /* flags of a token */
#define OF_PLACE_GROUP 0xFFFFFFFFu

typedef struct {
    uint32_t length;            /* of the whole pack in bytes, a multiple of 8 */
    uint8_t tokens, is_foreign, cut, flags;
    uint16_t folded_at, folded_length;
    uint32_t unused;
} Name;

typedef struct {
    double weight;
    uint32_t group;             /* 0 for none; CRC-32 of its text; OF_PLACE_GROUP where the stem tells it */
    uint16_t form_at, form_length;
    uint8_t part, flags;
    uint16_t stem_at, stem_length, native_length; /* the printed letters follow the form; stem_at is 0 without a stem */
} Token;

_Static_assert(sizeof(Name) == 16 && sizeof(Token) == 24, "the layout of a pack");

static inline const Token *tokens_of(const Name *name) { return (const Token *)(name + 1); }
static inline const uint8_t *text_at(const Name *name, uint32_t at) { return (const uint8_t *)name + at; }

/* Tell whether all places of a pack lie within `length` bytes, so that it may be read without further looks. */
static inline int is_packed(const void *pack, uint64_t length)
{
    const Name *name = pack;
    if (!pack || (uintptr_t)pack % 8 || length < sizeof *name || name->length > length || name->length < sizeof *name)
        return 0;
    uint32_t end = name->length;
    if (name->tokens > MOST_TOKENS || sizeof *name + name->tokens * sizeof(Token) > end) return 0;
    if ((uint32_t)name->folded_at + name->folded_length > end) return 0;
    const Token *token = tokens_of(name);
    for (uint32_t i = 0; i < name->tokens; i++, token++) {
        if (!token->form_length || token->form_length > MOST_FORM || token->part >= PARTS) return 0;
        if ((uint32_t)token->form_at + token->form_length + token->native_length > end) return 0;
        if ((uint32_t)token->stem_at + token->stem_length > end) return 0;
    }
    return 1;
}

#endif
