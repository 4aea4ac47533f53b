/* What is said of two names: the reasons of `compare_aligned` in names/comparing.py, as numbers and words. */
#include "scorer.h"

#include <stdlib.h>

#define MOST_SCALED 3 /* by how much the weights of words are raised at most, so that they add up */

static int make_room(void **items, uint64_t *room, uint64_t wanted, size_t size)
{
    if (wanted <= *room) return 1;
    uint64_t larger = 2 * wanted + 64;
    void *moved = realloc(*items, larger * size);
    if (!moved) return 0;
    *items = moved;
    *room = larger;
    return 1;
}

/* Make room for all that can be said of two names: each form once, and both names whole for each loss. */
static int make_ready_to_tell(Telling *all, const Name *left, const Name *right)
{
    uint64_t letters = (uint64_t)left->length + right->length, reasons = 3 * MOST_TOKENS + MOST_LOSSES + 1;
    uint64_t room = all->reason_room;
    if (!make_room((void **)&all->kind, &room, all->reasons + reasons, 1)) return 0;
    if (!make_room((void **)&all->weight, &all->reason_room, all->reasons + reasons, sizeof *all->weight)) return 0;
    return make_room((void **)&all->text, &all->text_room, all->text_size + letters * (MOST_LOSSES + 2) + 2 * reasons, 1);
}

static void put_text(Telling *all, const uint8_t *text, uint32_t length)
{
    memcpy(all->text + all->text_size, text, length);
    all->text_size += length;
}

static void put_words(Telling *all, const Name *name, const Token *token, uint32_t places)
{
    for (; places; places &= places - 1) {
        const Token *one = token + first_of(places);
        put_text(all, form_of(name, one), one->form_length);
        if (places & (places - 1)) all->text[all->text_size++] = ' ';
    }
    all->text[all->text_size++] = 0;
}

static void put_reason(Telling *all, int why, double weight)
{
    all->kind[all->reasons] = (uint8_t)why;
    all->weight[all->reasons++] = weight;
}

static void put_match(Telling *all, const Pair *pair, const Match *match, int why, double weight)
{
    put_words(all, pair->name[0], pair->token[0], match->left);
    put_words(all, pair->name[1], pair->token[1], match->right);
    put_reason(all, why, weight);
}

/* Share a loss among the words without an answer, by weight. */
static void put_missing(Telling *all, const Pair *pair, double loss, double scale)
{
    const Laws *laws = &pair->scorer->laws;
    double lost[2] = {0, 0};
    for (int side = 0; side < 2; side++)
        for (uint32_t rest = pair->rest[side]; rest; rest &= rest - 1)
            lost[side] += lost_by(laws, pair->token[side] + first_of(rest));
    double whole = lost[0] + lost[1];
    for (int side = 0; side < 2; side++)
        for (uint32_t rest = pair->rest[side]; rest; rest &= rest - 1) {
            Match match = {.left = side ? 0 : rest & -rest, .right = side ? rest & -rest : 0};
            double share = whole != 0 ? -loss * lost_by(laws, pair->token[side] + first_of(rest)) / whole : 0;
            put_match(all, pair, &match, side ? MISSING_LEFT : MISSING_RIGHT, share * scale);
        }
}

static void put_loss(Telling *all, const Pair *pair, int why, double weight)
{
    for (int side = 0; side < 2; side++) {
        const Name *name = pair->name[side];
        put_text(all, text_at(name, name->folded_at), name->folded_length);
        all->text[all->text_size++] = 0;
    }
    put_reason(all, why, weight);
}

static void put_plain(Telling *all, int why, double weight)
{
    all->text[all->text_size++] = 0;
    all->text[all->text_size++] = 0;
    put_reason(all, why, weight);
}

/* Put what a pair was scored by into reasons whose weights, times `scale`, add up to its score. */
static void put_all(Telling *all, const Pair *pair, double scale)
{
    double score = 0;
    for (int i = 0; i < pair->matches; i++) {
        double weight = pair->worth[i] / pair->common;
        score += weight;
        put_match(all, pair, &pair->match[i], pair->match[i].kin, weight * scale);
    }
    put_missing(all, pair, score * (1 - pair->scale), scale);
    score *= pair->scale;
    for (int i = 0; i < pair->losses; i++) {
        put_loss(all, pair, pair->loss[i].why, -score * pair->loss[i].share * scale);
        score *= 1 - pair->loss[i].share;
    }
    if (pair->name[0]->cut || pair->name[1]->cut) put_plain(all, IS_CUT, 0);
}

/* Say of pairs of packed names what speaks for and against them, the weights of each adding up to `wanted`. `count`
 * gets the number of its reasons, or -1 where only Python can tell: as `en_score_many`, or where next to nothing is in
 * common.
 * Returns what was said, which holds until the next call; NULL where memory is short. */
API const Telling *en_tell_many(Scorer *scorer, uint64_t pairs, const Name *const *left, const Name *const *right,
                                const uint8_t *kind, const double *wanted, int32_t *count)
{
    Telling *all = &scorer->telling;
    Pair *pair = &scorer->pair;
    all->text_size = all->reasons = 0;
    pair->name[0] = NULL;
    for (uint64_t i = 0; i < pairs; i++) {
        count[i] = -1;
        if (!left[i] || !right[i] || kind[i] >= KINDS || !is_packed(left[i], left[i]->length)
            || !is_packed(right[i], right[i]->length))
            continue;
        double score = score_pair(pair, left[i], right[i], kind[i], 0);
        if (!(score > 0) || wanted[i] > MOST_SCALED * score) continue;
        if (!make_ready_to_tell(all, left[i], right[i])) return NULL;
        uint64_t before = all->reasons;
        if (is_same_name(left[i], right[i])) put_plain(all, SAME_NAME, wanted[i]);
        else put_all(all, pair, wanted[i] / score);
        count[i] = (int32_t)(all->reasons - before);
    }
    return all;
}
