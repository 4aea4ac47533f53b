/* Making a part: names to numbers in order of their text, claims to links, links to rows of a sparse matrix. */
#include "links.h"

#include <stdlib.h>
#include <string.h>

/* Texts, each once, in the order they came. */
typedef struct {
    uint32_t *table, *at;
    char *text;
    uint64_t at_room, text_room, length;
    uint32_t count, bits;
} Names;

static uint64_t hash_of(const char *text, uint64_t length)
{
    uint64_t hash = length * 0x9E3779B97F4A7C15u, part;
    for (; length >= 8; length -= 8, text += 8) {
        memcpy(&part, text, 8);
        hash = (hash ^ part) * 0xFF51AFD7ED558CCDu;
        hash ^= hash >> 32;
    }
    part = 0;
    memcpy(&part, text, length);
    hash = (hash ^ part) * 0xC4CEB9FE1A85EC53u;
    return hash ^ hash >> 29;
}

API Names *dg_names_new(void)
{
    Names *names = calloc(1, sizeof *names);
    if (!names) return NULL;
    names->bits = 12;
    names->table = malloc(sizeof *names->table << names->bits);
    if (!names->table || grow((void **)&names->at, &names->at_room, 1, sizeof *names->at)) {
        free(names->table);
        free(names);
        return NULL;
    }
    names->at[0] = 0;
    memset(names->table, 0xFF, sizeof *names->table << names->bits);
    return names;
}

API void dg_names_free(Names *names)
{
    if (!names) return;
    free(names->table);
    free(names->at);
    free(names->text);
    free(names);
}

static uint32_t name_slot(const Names *names, const char *text, uint64_t length)
{
    uint32_t mask = (1u << names->bits) - 1, slot = (uint32_t)(hash_of(text, length) >> (64 - names->bits));
    for (;; slot = (slot + 1) & mask) {
        uint32_t number = names->table[slot];
        if (number == NOTHING) return slot;
        uint32_t at = names->at[number];
        if (names->at[number + 1] - at == length && !memcmp(names->text + at, text, length)) return slot;
    }
}

static int widen(Names *names)
{
    uint32_t *table = malloc(sizeof *table << (names->bits + 1));
    if (!table) return -1;
    free(names->table);
    names->table = table;
    names->bits++;
    memset(table, 0xFF, sizeof *table << names->bits);
    for (uint32_t i = 0; i < names->count; i++)
        table[name_slot(names, names->text + names->at[i], names->at[i + 1] - names->at[i])] = i;
    return 0;
}

/* Number some texts: `at` says where each begins and the last ends. Returns -1 where memory or numbers run out. */
API int dg_names_take(Names *names, uint32_t count, const int32_t *at, const char *text, uint32_t *numbers)
{
    for (uint32_t i = 0; i < count; i++) {
        uint64_t length = (uint64_t)(uint32_t)(at[i + 1] - at[i]);
        uint32_t slot = name_slot(names, text + at[i], length);
        numbers[i] = names->table[slot];
        if (numbers[i] != NOTHING) continue;
        if ((uint64_t)names->count * 3 > (uint64_t)2 << names->bits) {
            if (widen(names)) return -1;
            slot = name_slot(names, text + at[i], length);
        }
        if (names->length + length > NOTHING - 1 || names->count > 0x7FFFFFFFu) return -1;
        if (grow((void **)&names->at, &names->at_room, (uint64_t)names->count + 2, sizeof *names->at) ||
            grow((void **)&names->text, &names->text_room, names->length + length + 1, 1)) return -1;
        memcpy(names->text + names->length, text + at[i], length);
        names->length += length;
        numbers[i] = names->table[slot] = names->count++;
        names->at[names->count] = (uint32_t)names->length;
    }
    return 0;
}

API void dg_names_count(const Names *names, uint64_t *told)
{
    told[0] = names->count;
    told[1] = names->length;
}

typedef struct {
    uint64_t head;
    uint32_t number;
} Headed;

static uint64_t head_of(const char *text, uint32_t length)
{
    uint64_t head = 0;
    for (uint32_t i = 0; i < 8; i++) head = head << 8 | (i < length ? (uint8_t)text[i] : 0);
    return head;
}

static int text_before(const Names *names, uint32_t left, uint32_t right)
{
    uint32_t m = names->at[left + 1] - names->at[left], t = names->at[right + 1] - names->at[right];
    int order = memcmp(names->text + names->at[left], names->text + names->at[right], m < t ? m : t);
    return order ? order < 0 : m < t;
}

static int headed_before(const Names *names, const Headed *a, const Headed *b)
{
    return a->head != b->head ? a->head < b->head : text_before(names, a->number, b->number);
}

static void sort_headed(const Names *names, Headed *some, Headed *spare, uint32_t count)
{
    if (count < 2) return;
    uint32_t half = count / 2, left = 0, right = half, at = 0;
    sort_headed(names, some, spare, half);
    sort_headed(names, some + half, spare + half, count - half);
    if (!headed_before(names, some + half, some + half - 1)) return;
    memcpy(spare, some, count * sizeof *some);
    while (left < half && right < count)
        some[at++] = headed_before(names, spare + right, spare + left) ? spare[right++] : spare[left++];
    while (left < half) some[at++] = spare[left++];
    while (right < count) some[at++] = spare[right++];
}

/* Lay the texts in order: where each begins, and the letters; `rank` gets the place of each as they came. */
API int dg_names_lay(const Names *names, uint32_t *at, char *text, uint32_t *rank)
{
    Headed *some = malloc(((size_t)names->count + 1) * 2 * sizeof *some);
    if (!some) return -1;
    for (uint32_t i = 0; i < names->count; i++)
        some[i] = (Headed){head_of(names->text + names->at[i], names->at[i + 1] - names->at[i]), i};
    sort_headed(names, some, some + names->count, names->count);
    uint32_t length = 0;
    for (uint32_t i = 0; i < names->count; i++) {
        uint32_t number = some[i].number, size = names->at[number + 1] - names->at[number];
        at[i] = length;
        memcpy(text + length, names->text + names->at[number], size);
        length += size;
        rank[number] = i;
    }
    at[names->count] = length;
    free(some);
    return 0;
}

API void dg_renumber(uint64_t count, uint32_t *numbers, const uint32_t *rank)
{
    for (uint64_t i = 0; i < count; i++) numbers[i] = rank[numbers[i]];
}

/* Order claims by one column of numbers below `all`, keeping the order that `order` has. */
static void order_by(uint32_t count, uint32_t all, const uint32_t *column, const uint32_t *order, uint32_t *made,
                     uint32_t *starts)
{
    memset(starts, 0, ((size_t)all + 1) * sizeof *starts);
    for (uint32_t i = 0; i < count; i++) starts[column[i] + 1]++;
    for (uint32_t i = 0; i < all; i++) starts[i + 1] += starts[i];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t claim = order[i];
        made[starts[column[claim]]++] = claim;
    }
}

static int same_link(const uint32_t *subject, const uint32_t *object, const uint8_t *kind, uint32_t a, uint32_t b)
{
    return subject[a] == subject[b] && object[a] == object[b] && kind[a] == kind[b];
}

/* Order claims by kind, as they came. */
static void order_by_kind(uint32_t count, const uint8_t *kind, uint32_t *made)
{
    uint32_t starts[257] = {0};
    for (uint32_t i = 0; i < count; i++) starts[kind[i] + 1]++;
    for (uint32_t i = 0; i < 256; i++) starts[i + 1] += starts[i];
    for (uint32_t i = 0; i < count; i++) made[starts[kind[i]]++] = i;
}

/* Order claims by subject, object and kind; of a link that several generations tell, keep the claims of the last.
   Returns how many claims are left, -1 where memory is short. */
API int64_t dg_order(uint32_t count, uint32_t nodes, const uint32_t *subject, const uint32_t *object,
                     const uint8_t *kind, const uint8_t *generation, uint32_t *order)
{
    uint32_t *starts = malloc(((size_t)nodes + 1) * sizeof *starts);
    uint32_t *spare = malloc(((size_t)count + 1) * sizeof *spare), left = 0;
    if (!starts || !spare) {
        free(starts);
        free(spare);
        return -1;
    }
    order_by_kind(count, kind, order);
    order_by(count, nodes, object, order, spare, starts);
    order_by(count, nodes, subject, spare, order, starts);
    free(starts);
    free(spare);
    for (uint32_t first = 0, last; first < count; first = last) {
        uint8_t newest = 0;
        for (last = first; last < count && same_link(subject, object, kind, order[first], order[last]); last++)
            if (generation[order[last]] > newest) newest = generation[order[last]];
        for (uint32_t i = first; i < last; i++)
            if (generation[order[i]] == newest) order[left++] = order[i];
    }
    return left;
}

/* Count the links of ordered claims. */
API uint32_t dg_count_links(uint32_t count, const uint32_t *subject, const uint32_t *object, const uint8_t *kind,
                            const uint32_t *order)
{
    uint32_t links = 0;
    for (uint32_t i = 0; i < count; i++)
        links += !i || !same_link(subject, object, kind, order[i - 1], order[i]);
    return links;
}

/* Lay the links of ordered claims, and where the links of a node begin. */
API void dg_lay_links(uint32_t count, uint32_t nodes, const uint32_t *subject, const uint32_t *object,
                      const uint8_t *kind, const uint32_t *order, uint32_t *out_at, Link *link)
{
    uint32_t links = 0;
    memset(out_at, 0, ((size_t)nodes + 1) * sizeof *out_at);
    for (uint32_t i = 0; i < count; i++) {
        if (i && same_link(subject, object, kind, order[i - 1], order[i])) continue;
        link[links++] = (Link){subject[order[i]], object[order[i]], i, kind[order[i]]};
        out_at[subject[order[i]] + 1]++;
    }
    link[links] = (Link){0, 0, count, 0};
    for (uint32_t i = 0; i < nodes; i++) out_at[i + 1] += out_at[i];
}

/* Lay which links point at each node. */
API void dg_lay_back(uint32_t links, uint32_t nodes, const Link *link, uint32_t *in_at, uint32_t *in_link,
                     uint8_t *in_kind)
{
    memset(in_at, 0, ((size_t)nodes + 1) * sizeof *in_at);
    for (uint32_t i = 0; i < links; i++) in_at[link[i].object + 1]++;
    for (uint32_t i = 0; i < nodes; i++) in_at[i + 1] += in_at[i];
    for (uint32_t i = 0; i < links; i++) {
        uint32_t place = in_at[link[i].object]++;
        in_link[place] = i;
        in_kind[place] = (uint8_t)link[i].kind;
    }
    for (uint32_t i = nodes; i; i--) in_at[i] = in_at[i - 1];
    in_at[0] = 0;
}

/* Lay one column of the claims, of so many. */
API void dg_lay_column(uint32_t count, const uint32_t *order, const uint32_t *from, uint32_t column, uint32_t columns,
                       uint32_t *claims)
{
    for (uint32_t i = 0; i < count; i++) claims[(size_t)i * columns + column] = from[order[i]];
}

/* Find a text among ordered ones: its place, or `count` plus where it would stand. */
API uint64_t dg_place_of(uint32_t count, const uint32_t *at, const char *text, uint64_t size, const char *sought,
                         uint64_t length)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2, first = at[middle], last = at[middle + 1];
        if (first > last || last > size) return (uint64_t)count * 2;
        uint64_t mine = last - first;
        int order = memcmp(text + first, sought, mine < length ? mine : length);
        if (!order && mine == length) return middle;
        if (order < 0 || (!order && mine < length)) low = middle + 1;
        else high = middle;
    }
    return (uint64_t)count + low;
}

