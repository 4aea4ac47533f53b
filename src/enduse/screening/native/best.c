/* The best subjects found for one name so far, and the promise that a further one needs to be among them. */
#include "query.h"

#include <stdlib.h>
#include <string.h>

#define FEW_SUBJECTS 256 /* places of the table at first */

void forget_best(Best *best, uint32_t limit)
{
    if (best->count) memset(best->at_step, 0, sizeof best->at_step);
    if (best->count || best->limit == 0) memset(best->place, 0, FEW_SUBJECTS * sizeof *best->place);
    best->count = best->step = best->above = 0;
    best->places = FEW_SUBJECTS;
    best->limit = limit;
}

/* Have twice the places. Returns 0, or -1 where memory ran out. */
static int grow(Best *best)
{
    uint32_t places = best->places * 2;
    if (places > best->room) {
        Found *found = realloc(best->found, places / 2 * sizeof *found);
        if (found) best->found = found;
        uint32_t *place = realloc(best->place, places * sizeof *place);
        if (place) best->place = place;
        if (!found || !place) return -1;
        best->room = places;
    }
    memset(best->place, 0, places * sizeof *best->place);
    for (uint32_t i = 0; i < best->count; i++) {
        uint32_t at = (best->found[i].subject * 0x9E3779B1u) >> 7 & (places - 1);
        while (best->place[at]) at = (at + 1) & (places - 1);
        best->place[at] = i + 1;
    }
    best->places = places;
    return 0;
}

static uint32_t step_of(double score) { return score >= 1 ? STEPS : (uint32_t)(score * STEPS); }

/* Count a subject at a step. */
static void count_step(Best *best, uint32_t step)
{
    best->at_step[step]++;
    if (step <= best->step) return;
    best->above++;
    while (best->above >= best->limit) best->above -= best->at_step[++best->step];
}

int note_found(Best *best, uint32_t subject, uint32_t row, double score)
{
    if (best->count * 2 >= best->places && grow(best)) return -1;
    uint32_t at = (subject * 0x9E3779B1u) >> 7 & (best->places - 1);
    while (best->place[at] && best->found[best->place[at] - 1].subject != subject) at = (at + 1) & (best->places - 1);
    if (!best->place[at]) {
        best->found[best->count] = (Found){score, subject, row};
        best->place[at] = ++best->count;
        count_step(best, step_of(score));
        return 0;
    }
    Found *known = best->found + best->place[at] - 1;
    if (score < known->score || (score == known->score && row >= known->row)) return 0;
    uint32_t before = step_of(known->score);
    best->at_step[before]--;
    best->above -= before > best->step;
    known->score = score;
    known->row = row;
    count_step(best, step_of(score));
    return 0;
}

static int by_promise(const void *a, const void *b)
{
    const Found *left = a, *right = b;
    if (left->score != right->score) return left->score < right->score ? 1 : -1;
    return (left->subject > right->subject) - (left->subject < right->subject);
}

uint32_t tell_best(Best *best, double floor, uint32_t *row, double *score)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < best->count; i++)
        if (best->found[i].score + 1e-9 >= floor) best->found[kept++] = best->found[i];
    qsort(best->found, kept, sizeof *best->found, by_promise);
    if (kept > best->limit) kept = best->limit;
    for (uint32_t i = 0; i < kept; i++) {
        row[i] = best->found[i].row;
        score[i] = best->found[i].score;
    }
    return kept;
}
