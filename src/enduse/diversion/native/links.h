/* Links between entities as one viewpoint sees them: parts (segments) laid out as compressed sparse rows. */
#ifndef ENDUSE_LINKS_H
#define ENDUSE_LINKS_H

#include <stdint.h>
#include <stddef.h>

#if defined(_WIN32)
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

#define NOTHING 0xFFFFFFFFu
#define MOST_PARTS 16
#define MOST_STEPS 15
#define MOST_KINDS 256

/* What is read together lies together: a link met from its object costs one line of memory, its claim another. */
typedef struct {
    uint32_t subject, object, first_claim, kind;
} Link;

typedef struct {
    uint32_t cover, origin, said, from, to;
    uint32_t manner;                             /* grade, hedge, and whether the claim denies */
} Claim;

/* One segment. Everything is read where it lies; every number is measured before it is used as a place. */
typedef struct {
    const uint32_t *out_at;                      /* links of a node, by object and kind */
    const Link *link;                            /* one more than there are, so that claims end */
    const uint32_t *in_at, *in_link;             /* links that point at a node */
    const uint8_t *in_kind;                      /* and their kinds, to pass over most without a look */
    const Claim *claim;
    const uint32_t *global;                      /* numbers of the nodes in the whole; none: their own */
    const uint32_t *sorted_global, *sorted_local;
    const uint8_t *seen_cover;                   /* whether marking, day and moment are visible, by cover */
    const double *bears;                         /* strength by manner */
    const uint8_t *denies;                       /* whether it denies, by manner */
    const uint32_t *origins;                     /* numbers of the origins in the whole */
    const uint8_t *kinds;                        /* numbers of the kinds in the whole */
    const uint8_t *hidden;                       /* bits: links that a later part tells anew; none: none */
    uint32_t nodes, links, claims, covers, manners, origin_count, kind_count, spare;
} Part;

/* The whole, as one viewpoint sees it. */
typedef struct {
    const Part *part;
    const double *carries, *carries_back;        /* force of the kinds, MOST_KINDS places each */
    const uint32_t *age_days;                    /* a claim older than so many days, rising ... */
    const double *age_factor;                    /* ... bears so much of what it would */
    uint32_t *degree;                            /* visible neighbours plus one, 0 while not counted */
    double contested, hub_from;
    uint32_t parts, nodes, as_of, ages;
} Whole;

typedef struct {
    uint32_t end;
    double weight;
} Step;

/* What is left of a buffer that grows. */
int grow(void **buffer, uint64_t *room, uint64_t wanted, size_t size);

uint32_t find_local(const Part *part, uint32_t node);
double strength_of(const Whole *whole, const Part *part, uint32_t link, uint32_t without, int *is_visible);
int is_link_seen(const Whole *whole, const Part *part, uint32_t link);
uint32_t count_links(const Whole *whole, uint32_t node);
double damping_of(Whole *whole, uint32_t node);
API uint32_t dg_degree(Whole *whole, uint32_t node);

static inline double force_of(const Part *part, uint32_t kind, const double *carries)
{
    return kind < part->kind_count ? carries[part->kinds[kind]] : 0;
}

/* Ask memory for what will soon be read of the links that point at a node. */
static inline void look_ahead(const Part *part, uint32_t at, uint32_t last)
{
    if (at + 16 < last && part->in_link[at + 16] < part->links) __builtin_prefetch(part->link + part->in_link[at + 16]);
    if (at + 8 < last && part->in_link[at + 8] < part->links) {
        uint32_t claim = part->link[part->in_link[at + 8]].first_claim;
        if (claim < part->claims) __builtin_prefetch(part->claim + claim);
    }
}

static inline uint32_t whole_of(const Part *part, uint32_t local)
{
    return part->global ? part->global[local] : local;
}

static inline int is_hidden(const Part *part, uint32_t link)
{
    return part->hidden && (part->hidden[link >> 3] >> (link & 7) & 1);
}

static inline void bounds_of(const uint32_t *at, uint32_t place, uint32_t all, uint32_t *first, uint32_t *last)
{
    *first = at[place];
    *last = at[place + 1] < all ? at[place + 1] : all;
}

#endif
