/* Which pair of names of two records gives most: `weigh_names` of resolution/parties.py, which tells the rules, for many
 * records at once. */
#include "agree.h"
#include "rows.h"

#include <math.h>

#define NAME_KINDS 4     /* properties that hold names */
#define MOST_SUPPORTS 16
#define MOST_STRENGTHS 32
enum { PERSONS, FIRMS, SCRIPTS, TABLES };
enum { NONE, FOUND, UNTOLD_YET };
#define ROUNDING 1e-7

typedef struct { double points, point[MOST_STRENGTHS], strength[MOST_STRENGTHS]; } Table;

typedef struct { /* the laws of weighing names, as resolution/weighing.py lays them out */
    Rarity rarity;
    double worth[NAME_KINDS], apart[APARTS], weak_kind, near[2]; /* of one script and of two */
    Table table[TABLES];
} Weights;

typedef struct { double strength, is_conditional, name_from, name_full, carried_by, unless[APARTS]; } Support;

typedef struct { /* what is asked of the names of two records, and what counts beside them */
    double wanted, least, kind, is_craft, supports, is_telling[APARTS];
    Support support[MOST_SUPPORTS];
    double lowest[NAME_KINDS][NAME_KINDS][2]; /* likeness below which names surely are not enough; NAN where none is */
} Law;

typedef struct { uint32_t mine, mines, theirs, theirses, law, is_led; } Lead; /* where the names of each begin; how many */

typedef struct { double likeness, strength, loss; int32_t mine, theirs, apart, state; } Found;

typedef struct {
    Scorer *scorer;
    const void *vocabulary;
    const Weights *weights;
    const Name *const *name;                 /* of all leads; below, what is known of each */
    const uint8_t *kind, *is_latin, *is_led; /* number of its property; whether it led to the record */
    Rows *rows;                              /* those of the names that are packed when they are wanted; or null */
} Weighing;

/* Return the pack of a name, null where there is none. */
static const Name *name_at(const Weighing *all, uint32_t at, int kind)
{
    return all->rows ? pack_of(all->rows, at, (uint32_t)kind) : all->name[at];
}

static double strength_of(const Table *table, double likeness)
{
    int at = 0, points = (int)table->points;
    while (at < points && table->point[at] <= likeness) at++;
    if (!at) return table->strength[0];
    if (at == points) return table->strength[points - 1];
    double share = (likeness - table->point[at - 1]) / (table->point[at] - table->point[at - 1]);
    return table->strength[at - 1] + share * (table->strength[at] - table->strength[at - 1]);
}

static double clamp(double share) { return share > 1 ? 1 : share > 0 ? share : 0; }

/* Return what counts beside names of this likeness and strength. */
static double beside(const Law *law, double likeness, double strength, int apart)
{
    double sum = 0;
    for (int i = 0; i < (int)law->supports; i++) {
        const Support *support = &law->support[i];
        if (apart && support->unless[apart] != 0) continue;
        if (support->is_conditional == 0) {
            sum += support->strength;
            continue;
        }
        double carried = law->least < 0 ? clamp((strength - law->least) / (support->carried_by - law->least)) : 1;
        double share = clamp((likeness - support->name_from) / (support->name_full - support->name_from));
        sum += support->strength * (share * carried);
    }
    return sum;
}

static double larger(double one, double other) { return other > one ? other : one; }

typedef struct { double total, likeness; uint64_t place; } Best; /* the place of the pair, in the order of Python */

typedef struct { /* two names that were scored: where they stand in their records, and what their kinds are worth */
    const Name *left, *right;
    uint32_t mine, theirs;
    double likeness, worth;
    int is_other;
} Scored;

static int is_better(double total, double likeness, uint64_t place, const Best *best)
{
    if (total != best->total) return total > best->total;
    return likeness != best->likeness ? likeness > best->likeness : place < best->place;
}

/* Weigh two names and take them if they are the best so far; false where Python must tell first. */
static int weigh(const Weighing *all, const Law *law, const Scored *names, Found *at, Best *best)
{
    Pair *pair = &all->scorer->pair;
    const Weights *weights = all->weights;
    const Rarity *rarity = &weights->rarity;
    int kind = (int)law->kind, table = names->is_other ? SCRIPTS : kind == PERSON ? PERSONS : FIRMS;
    int apart = NOT_APART;
    uint64_t place = (uint64_t)names->mine << 32 | names->theirs;
    double likeness = names->likeness, strength = strength_of(&weights->table[table], likeness), loss = 0;
    if (!align_scored(pair, names->left, names->right, kind)) return 0;
    if (table == PERSONS && strength > rarity->counts_from)
        loss = -larger(0, strength - rarity->counts_from) * (1 - share_of(pair, rarity, all->vocabulary));
    strength = larger(law->least, strength + names->worth + loss);
    double total = strength + beside(law, likeness, strength, NOT_APART);
    if (likeness < 1 && table != SCRIPTS && is_better(total, likeness, place, best))
        apart = find_contradiction(pair, rarity, kind, law->is_craft != 0);
    if (law->is_telling[apart] == 0) apart = NOT_APART;
    if (apart) total = strength + weights->apart[apart] + beside(law, likeness, strength, apart);
    if (!is_better(total, likeness, place, best)) return 1;
    *at = (Found){likeness, strength, loss, (int32_t)names->mine, (int32_t)names->theirs, apart, FOUND};
    *best = (Best){total, likeness, place};
    return 1;
}

/* Return a likeness of which names, and of less, surely do not give what the best so far give. */
static double surely_less(const Weighing *all, const Law *law, const Scored *names, const Best *best)
{
    const Table *table = &all->weights->table[names->is_other ? SCRIPTS : (int)law->kind == PERSON ? PERSONS : FIRMS];
    double least = -1;
    for (int at = 0; at < (int)table->points; at++) {
        double strength = larger(law->least, table->strength[at] + names->worth);
        if (strength + beside(law, table->point[at], strength, NOT_APART) + ROUNDING >= best->total) break;
        least = table->point[at];
    }
    return least;
}

/* Score two names; where nothing can come of it any more, only note what Python must tell of. */
static double score_names(const Weighing *all, const Scored *names, int kind, double least, int is_void)
{
    const Name *left = names->left, *right = names->right;
    if (!left || !right || !is_packed(left, left->length) || !is_packed(right, right->length)) return NAN;
    if (is_void) note_wanted(&all->scorer->pair, left, right, kind, least);
    return is_void ? NAN : score_pair(&all->scorer->pair, left, right, kind, least);
}

/* Tell whether there are names in Latin letters (1), and in others (2), weak aliases left aside. */
static int scripts_of(const Weighing *all, const Lead *lead)
{
    int scripts = 0;
    for (uint32_t i = lead->theirs; i < lead->theirs + lead->theirses; i++)
        if (all->kind[i] != (uint8_t)all->weights->weak_kind) scripts |= all->is_latin[i] ? 1 : 2;
    return scripts;
}

typedef struct {
    const Law *law;
    const Lead *lead;
    Found *at;
    Best best;
    int scripts, is_near, is_untold;
} Search;

/* Tell in which scripts the names of the record begin that did not lead to it; false where Python must read one first. */
static int look_at_others(const Weighing *all, Search *search)
{
    const Lead *lead = search->lead;
    if (all->rows && !tell_scripts(all->rows, lead->theirs, lead->theirs + lead->theirses, (uint32_t)search->law->kind)) return 0;
    search->scripts = scripts_of(all, lead);
    return 1;
}

/* Weigh the names numbered `i` and `k` of two records if they could be the best. */
static void try_names(const Weighing *all, Search *search, uint32_t i, uint32_t k)
{
    const Law *law = search->law;
    uint32_t mine = search->lead->mine + i, its = search->lead->theirs + k;
    if (all->rows && !tell_scripts(all->rows, its, its + 1, (uint32_t)law->kind)) search->is_untold = 1;
    int is_other = all->is_latin[mine] != all->is_latin[its], is_led = all->is_led[its];
    if (is_other && !is_led && search->scripts & (all->is_latin[mine] ? 1 : 2)) return;
    double lowest = law->lowest[all->kind[mine]][all->kind[its]][is_other];
    if (isnan(lowest)) return;
    Scored names = {
        .left = name_at(all, mine, (int)law->kind), .right = name_at(all, its, (int)law->kind), .mine = i, .theirs = k, .is_other = is_other,
        .worth = all->weights->worth[all->kind[mine]] + all->weights->worth[all->kind[its]],
    };
    double near = is_led ? larger(0, lowest - all->weights->near[is_other]) : lowest;
    if (search->at->state == FOUND && search->is_near)
        near = lowest = larger(lowest, surely_less(all, law, &names, &search->best));
    names.likeness = score_names(all, &names, (int)law->kind, near > 0 ? near : lowest, search->is_untold);
    if (isnan(names.likeness)) search->is_untold = 1;
    if (search->is_untold) return;
    if (is_led && names.likeness >= near) search->is_near = 1;
    if (names.likeness >= lowest) search->is_untold = !weigh(all, law, &names, search->at, &search->best);
}

/* Try the names that led to the record, then, where these come near, the others. */
static void weigh_lead(const Weighing *all, const Law *law, const Lead *lead, Found *at)
{
    Search search = {
        .law = law, .lead = lead, .at = at, .best = {law->wanted, 0, UINT64_MAX},
        .is_near = !lead->is_led,
    };
    *at = (Found){.state = NONE};
    for (int is_led = 1; is_led >= 0 && !search.is_untold; is_led--) {
        if (!is_led && !search.is_near) break;
        if (!is_led) search.is_untold = !look_at_others(all, &search);
        for (uint32_t i = 0; i < lead->mines; i++)
            for (uint32_t k = 0; k < lead->theirses; k++)
                if (all->is_led[lead->theirs + k] == is_led) try_names(all, &search, i, k);
    }
    if (search.is_untold) at->state = UNTOLD_YET;
}

/* Weigh leads whose names are rows, packed here when they are wanted, and names asked after them: as `en_weigh_many`. */
API void en_weigh_rows(Scorer *scorer, const Weights *weights, const Law *law, Rows *rows, const uint8_t *kind,
                       const uint8_t *is_led, const Lead *lead, uint64_t leads, Found *out)
{
    Weighing all = {scorer, rows->vocabulary, weights, NULL, kind, rows->is_latin, is_led, rows};
    scorer->pair.name[0] = NULL;
    rows->is_any_left = rows->is_wide_wanted = 0;
    for (uint64_t i = 0; i < leads && !rows->has_failed; i++) {
        weigh_lead(&all, law + lead[i].law, &lead[i], &out[i]);
    }
}

/* Lay out leads of which one name each is asked: the names of each record stand up to its `end`. Names asked come
 * after the `first` others. */
API void en_lay_leads(uint32_t count, const uint32_t *name, const uint32_t *law, const uint32_t *end, uint32_t first,
                      Lead *lead)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t from = i ? end[i - 1] : 0;
        lead[i] = (Lead){first + name[i], 1, from, end[i] - from, law[i], 1};
    }
}

/* Find for each lead, two records, the pair of names that gives most: `state` FOUND, or NONE where none gives what is
 * wanted; UNTOLD_YET: as `en_score_many` gives NaN. */
API void en_weigh_many(Scorer *scorer, const void *vocabulary, const Weights *weights, const Law *law,
                       const Name *const *name, const uint8_t *kind, const uint8_t *is_latin, const uint8_t *is_led,
                       const Lead *lead, uint64_t leads, Found *out)
{
    Weighing all = {scorer, vocabulary, weights, name, kind, is_latin, is_led, NULL};
    scorer->pair.name[0] = NULL;
    for (uint64_t i = 0; i < leads; i++) weigh_lead(&all, law + lead[i].law, &lead[i], &out[i]);
}
