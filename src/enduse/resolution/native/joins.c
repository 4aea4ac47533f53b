/* Records joined into clusters by links, the strongest first. The rules are told by `joining.py`, which this must
 * equal; judgements are not known here. */
#include "records.h"

typedef struct { double strength; uint32_t left, right; } Link;

typedef struct {
    const Records *records;
    uint32_t *root, *next, *size; /* of each record: its cluster's first, the next of its cluster, its cluster's size */
    uint64_t *from;               /* where a record's neighbours start among `near` */
    uint32_t *near;
} Groups;

static int stronger_first(const void *a, const void *b)
{
    const Link *one = a, *other = b;
    if (one->strength != other->strength) return one->strength > other->strength ? -1 : 1;
    if (one->left != other->left) return one->left < other->left ? -1 : 1;
    return (one->right > other->right) - (one->right < other->right);
}

static uint64_t count_links(const Groups *groups, uint32_t ours, uint32_t theirs)
{
    uint64_t found = 0, number = groups->size[ours];
    for (uint32_t one = ours; number; one = groups->next[one], number--)
        for (uint64_t i = groups->from[one]; i < groups->from[one + 1]; i++)
            found += groups->root[groups->near[i]] == theirs;
    return found;
}

static int are_against(const Groups *groups, uint32_t ours, uint32_t theirs)
{
    Text left[FIELDS], right[FIELDS];
    uint64_t number = groups->size[ours];
    for (uint32_t one = ours; number; one = groups->next[one], number--) {
        read_fields(groups->records, one, left);
        uint64_t others = groups->size[theirs];
        for (uint32_t other = theirs; others; other = groups->next[other], others--) {
            read_fields(groups->records, other, right);
            if (contradict(left, right)) return 1;
        }
    }
    return 0;
}

/* Put the smaller cluster into the ring of the larger. */
static void merge(Groups *groups, uint32_t ours, uint32_t theirs)
{
    if (groups->size[ours] < groups->size[theirs]) {
        uint32_t swapped = ours;
        ours = theirs;
        theirs = swapped;
    }
    uint64_t number = groups->size[theirs];
    for (uint32_t other = theirs; number; other = groups->next[other], number--) groups->root[other] = ours;
    uint32_t after = groups->next[ours];
    groups->next[ours] = groups->next[theirs];
    groups->next[theirs] = after;
    groups->size[ours] += groups->size[theirs];
}

/* Join the clusters of a linked pair if enough pairs across are linked and none speaks against. */
static int has_settled(Groups *groups, const Link *link)
{
    uint32_t ours = groups->root[link->left], theirs = groups->root[link->right];
    if (ours == theirs) return 1;
    uint64_t pairs = (uint64_t)groups->size[ours] * groups->size[theirs];
    if (pairs > 1 && 2 * count_links(groups, ours, theirs) < pairs) return 0;
    if (are_against(groups, ours, theirs)) return 0;
    merge(groups, ours, theirs);
    return 1;
}

static int note_neighbours(Groups *groups, const Link *links, uint64_t count)
{
    uint64_t records = groups->records->count, sum = 0;
    groups->from = calloc(records + 2, sizeof *groups->from);
    groups->near = malloc((2 * count + 1) * sizeof *groups->near);
    if (!groups->from || !groups->near) return 0;
    for (uint64_t i = 0; i < count; i++) groups->from[links[i].left + 2]++, groups->from[links[i].right + 2]++;
    for (uint64_t i = 0; i < records + 2; i++) sum = groups->from[i] += sum;
    for (uint64_t i = 0; i < count; i++) {
        groups->near[groups->from[links[i].left + 1]++] = links[i].right;
        groups->near[groups->from[links[i].right + 1]++] = links[i].left;
    }
    return 1;
}

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* Write each cluster of two and more as its size and its members in order; return how many numbers were written. */
static uint64_t write_clusters(const Groups *groups, uint32_t *to)
{
    uint64_t made = 0;
    for (uint64_t at = 0; at < groups->records->count; at++) {
        uint32_t root = groups->root[at], size = groups->size[root];
        if (size < 2) continue;
        to[made++] = size;
        uint32_t *members = to + made, one = (uint32_t)at;
        for (uint32_t i = 0; i < size; i++, one = groups->next[one]) members[i] = one;
        made += size;
        qsort(members, size, sizeof *members, by_number);
        groups->size[root] = 0; /* so that no other member starts it again */
    }
    return made;
}

static int join_links(Groups *groups, Link *links, uint64_t count)
{
    uint64_t records = groups->records->count, left = count;
    groups->root = malloc((records + 1) * sizeof *groups->root);
    groups->next = malloc((records + 1) * sizeof *groups->next);
    groups->size = malloc((records + 1) * sizeof *groups->size);
    if (!groups->root || !groups->next || !groups->size || !note_neighbours(groups, links, count)) return 0;
    for (uint64_t i = 0; i < records; i++) groups->root[i] = groups->next[i] = (uint32_t)i, groups->size[i] = 1;
    qsort(links, count, sizeof *links, stronger_first);
    do {
        count = left;
        left = 0;
        for (uint64_t i = 0; i < count; i++)
            if (!has_settled(groups, &links[i])) links[left++] = links[i];
    } while (left < count);
    return 1;
}

/* Join records by pairs, each once as lower * records + higher, with their strengths. `clusters` has room for three
 * numbers a pair. Returns how many were written: of each cluster its size, then its members; -1 where memory ran out. */
PUBLIC int64_t en_join(const Records *records, const uint64_t *pairs, const double *strengths, uint64_t count,
                       uint32_t *clusters)
{
    Groups groups = {.records = records};
    Link *links = malloc((count + 1) * sizeof *links);
    int64_t made = -1;
    if (links) {
        for (uint64_t i = 0; i < count; i++)
            links[i] = (Link){strengths[i], (uint32_t)(pairs[i] / records->count), (uint32_t)(pairs[i] % records->count)};
        if (join_links(&groups, links, count)) made = (int64_t)write_clusters(&groups, clusters);
    }
    free(links);
    free(groups.root);
    free(groups.next);
    free(groups.size);
    free(groups.from);
    free(groups.near);
    return made;
}
