/* Names asked, each of them against the names of a group of rows: laid out as pairs, and what their scores say of the
 * groups. names/sieving.py calls these around the reading and the scoring. */
#include "name.h"

typedef struct { double lead[2], hit[2]; } Law; /* the least likeness, in one script and in two */

/* Lay out a pair for each row of the group of each name asked: its owner, the row, and how it is read. Group i has the
 * rows from end[i - 1] up to end[i]. Returns how many pairs there are; with `owner` null that is all. */
API uint64_t en_spread(uint32_t asked, const uint32_t *group, const uint32_t *law, const uint8_t *kind_of,
                       const uint32_t *end, const uint32_t *which, const uint32_t *row, uint32_t *owner,
                       uint32_t *its_which, uint32_t *its_row, uint8_t *kind)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < asked; i++) {
        uint32_t from = group[i] ? end[group[i] - 1] : 0, to = end[group[i]];
        if (!owner) {
            count += to - from;
            continue;
        }
        for (uint32_t at = from; at < to; at++, count++) {
            owner[count] = i;
            its_which[count] = which[at];
            its_row[count] = row[at];
            kind[count] = kind_of[law[i]];
        }
    }
    return count;
}

/* Give for each pair the pack of the name asked and the least likeness that matters. `sign` tells of each row whether it
 * begins in another script than Latin, and then whether the two names are of two scripts. */
API void en_face(uint64_t count, const uint32_t *owner, const uint32_t *name, const uint32_t *law, const uint64_t *pack,
                 const uint8_t *is_foreign, const Law *laws, uint8_t *sign, uint64_t *left, double *least)
{
    for (uint64_t i = 0; i < count; i++) {
        uint32_t one = owner[i];
        sign[i] ^= is_foreign[name[one]];
        left[i] = pack[name[one]];
        least[i] = laws[law[one]].lead[sign[i]];
    }
}

/* Note of groups whether a name came near what is needed, and whether one may be enough; what has no score may. */
API void en_mark(uint64_t count, const uint32_t *owner, const uint32_t *group, const uint32_t *law, const Law *laws,
                 const uint8_t *sign, const double *score, uint8_t *is_near, uint8_t *is_hit)
{
    for (uint64_t i = 0; i < count; i++) {
        const Law *its = laws + law[owner[i]];
        if (score[i] < its->lead[sign[i]]) continue;
        is_near[group[owner[i]]] = 1;
        if (!(score[i] < its->hit[sign[i]])) is_hit[group[owner[i]]] = 1;
    }
}
