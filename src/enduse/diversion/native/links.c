/* What a link bears from a viewpoint, and how many neighbours a node has there. */
#include "links.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int grow(void **buffer, uint64_t *room, uint64_t wanted, size_t size)
{
    if (wanted <= *room) return 0;
    uint64_t more = *room ? *room : 64;
    while (more < wanted) more *= 2;
    void *made = realloc(*buffer, more * size);
    if (!made) return -1;
    *buffer = made;
    *room = more;
    return 0;
}

/* Return the place of a node in a part, NOTHING where the part does not speak of it. */
uint32_t find_local(const Part *part, uint32_t node)
{
    if (!part->global) return node < part->nodes ? node : NOTHING;
    uint32_t low = 0, high = part->nodes;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (part->sorted_global[middle] < node) low = middle + 1;
        else high = middle;
    }
    if (low == part->nodes || part->sorted_global[low] != node) return NOTHING;
    uint32_t local = part->sorted_local[low];
    return local < part->nodes ? local : NOTHING;
}

typedef struct {
    uint32_t origin;
    uint32_t denies;
    double strength;
} Said;

static int by_origin(const void *left, const void *right)
{
    const Said *a = left, *b = right;
    if (a->denies != b->denies) return a->denies < b->denies ? -1 : 1;
    if (a->origin != b->origin) return a->origin < b->origin ? -1 : 1;
    return a->strength > b->strength ? -1 : a->strength < b->strength;
}

static int by_strength(const void *left, const void *right)
{
    const Said *a = left, *b = right;
    if (a->denies != b->denies) return a->denies < b->denies ? -1 : 1;
    return a->strength > b->strength ? -1 : a->strength < b->strength;
}

static int is_seen(const Whole *whole, const Part *part, const Claim *claim)
{
    return claim->cover < part->covers && part->seen_cover[claim->cover] &&
           (!claim->from || claim->from <= whole->as_of) && (!claim->to || whole->as_of < claim->to);
}

static double strength_of_claim(const Whole *whole, const Part *part, const Claim *claim)
{
    uint32_t said = claim->said;
    double strength = claim->manner < part->manners ? part->bears[claim->manner] : 0;
    if (!said || said >= whole->as_of) return strength;
    double factor = 1;
    for (uint32_t i = 0; i < whole->ages && whole->as_of - said > whole->age_days[i]; i++) factor = whole->age_factor[i];
    return strength * factor;
}

/* Combine independent origins, the strongest first: each leaves open what it does not bear. */
static double combine(const Said *said, uint32_t count, uint32_t denies)
{
    double open = 1;
    for (uint32_t i = 0; i < count; i++)
        if (said[i].denies == denies) open *= 1 - said[i].strength;
    return 1 - open;
}

/* Keep of each origin its strongest claim, and order what is left by strength. */
static uint32_t keep_strongest(Said *said, uint32_t count)
{
    uint32_t kept = 0;
    qsort(said, count, sizeof *said, by_origin);
    for (uint32_t i = 0; i < count; i++)
        if (!i || said[i].origin != said[i - 1].origin || said[i].denies != said[i - 1].denies) said[kept++] = said[i];
    qsort(said, kept, sizeof *said, by_strength);
    return kept;
}

/* Return how much the visible claims of a link bear once an origin is taken away; tell whether any is visible. */
double strength_of(const Whole *whole, const Part *part, uint32_t link, uint32_t without, int *is_visible)
{
    Said few[16], *said = few;
    uint32_t first = part->link[link].first_claim, last = part->link[link + 1].first_claim, count = 0;
    if (last > part->claims) last = part->claims;
    *is_visible = 0;
    if (last > first && last - first > 16 && !(said = malloc((size_t)(last - first) * sizeof *said))) return 0;
    for (uint32_t i = first; i < last; i++) {
        const Claim *claim = part->claim + i;
        if (!is_seen(whole, part, claim)) continue;
        *is_visible = 1;
        uint32_t origin = claim->origin < part->origin_count ? part->origins[claim->origin] : NOTHING;
        if (origin == without && without != NOTHING) continue;
        uint32_t denies = claim->manner < part->manners && part->denies[claim->manner];
        said[count++] = (Said){origin, denies, strength_of_claim(whole, part, claim)};
    }
    double strength = 0;
    if (count == 1) strength = said->denies ? 0 : 1 - (1 - said->strength);
    else if (count) {
        count = keep_strongest(said, count);
        strength = combine(said, count, 0) * (1 - combine(said, count, 1) * whole->contested);
    }
    if (said != few) free(said);
    return strength;
}

/* Tell whether anybody visible says anything of a link. */
int is_link_seen(const Whole *whole, const Part *part, uint32_t link)
{
    uint32_t first = part->link[link].first_claim, last = part->link[link + 1].first_claim;
    for (uint32_t i = first; i < last && i < part->claims; i++)
        if (is_seen(whole, part, part->claim + i)) return 1;
    return 0;
}

static void sort_numbers(uint32_t *numbers, uint32_t *spare, uint32_t count)
{
    for (int shift = 0; shift < 32; shift += 8) {
        uint32_t at[257] = {0};
        for (uint32_t i = 0; i < count; i++) at[(numbers[i] >> shift & 255) + 1]++;
        for (int i = 0; i < 256; i++) at[i + 1] += at[i];
        for (uint32_t i = 0; i < count; i++) spare[at[numbers[i] >> shift & 255]++] = numbers[i];
        uint32_t *swap = numbers;
        numbers = spare;
        spare = swap;
    }
}

/* Return how many links touch a node, whoever may see them: never fewer than its visible neighbours. */
uint32_t count_links(const Whole *whole, uint32_t node)
{
    uint32_t count = 0, first, last;
    for (uint32_t p = 0; p < whole->parts; p++) {
        const Part *part = whole->part + p;
        uint32_t local = find_local(part, node);
        if (local == NOTHING) continue;
        bounds_of(part->out_at, local, part->links, &first, &last);
        if (last > first) count += last - first;
        bounds_of(part->in_at, local, part->links, &first, &last);
        if (last > first) count += last - first;
    }
    return count;
}

static uint32_t list_neighbours(const Whole *whole, uint32_t node, uint32_t *ends)
{
    uint32_t count = 0, first, last;
    for (uint32_t p = 0; p < whole->parts; p++) {
        const Part *part = whole->part + p;
        uint32_t local = find_local(part, node);
        if (local == NOTHING) continue;
        bounds_of(part->out_at, local, part->links, &first, &last);
        for (uint32_t link = first; link < last; link++) {
            if (is_hidden(part, link) || part->link[link].object >= part->nodes) continue;
            if (is_link_seen(whole, part, link)) ends[count++] = whole_of(part, part->link[link].object);
        }
        bounds_of(part->in_at, local, part->links, &first, &last);
        for (uint32_t i = first; i < last; i++) {
            uint32_t link = part->in_link[i];
            look_ahead(part, i, last);
            if (link >= part->links || is_hidden(part, link) || part->link[link].subject >= part->nodes) continue;
            if (is_link_seen(whole, part, link)) ends[count++] = whole_of(part, part->link[link].subject);
        }
    }
    return count;
}

/* Return how many others a node has visible relations with. Counted once, of the visible alone. */
API uint32_t dg_degree(Whole *whole, uint32_t node)
{
    if (node >= whole->nodes) return 0;
    if (whole->degree[node]) return whole->degree[node] - 1;
    uint32_t room = count_links(whole, node);
    uint32_t *ends = malloc(((size_t)room * 2 + 1) * sizeof *ends);
    if (!ends) return room;
    uint32_t count = list_neighbours(whole, node, ends), distinct = 0;
    sort_numbers(ends, ends + room, count);
    for (uint32_t i = 0; i < count; i++) distinct += !i || ends[i] != ends[i - 1];
    free(ends);
    whole->degree[node] = distinct + 1;
    return distinct;
}

/* Return what each tie of a node keeps of its weight: less than all where it ties very many. */
double damping_of(Whole *whole, uint32_t node)
{
    if (node >= whole->nodes) return 1;
    if (!whole->degree[node] && count_links(whole, node) <= whole->hub_from) return 1;
    double share = whole->hub_from / (double)(dg_degree(whole, node) ? dg_degree(whole, node) : 1);
    return share < 1 ? sqrt(share) : 1;
}
