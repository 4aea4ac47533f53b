/* Opening a segment: every table is measured against the others before anything is read through it. */
#include "query.h"

#include <stdlib.h>
#include <string.h>

/* Point at a section if it holds `count` things of a size; else tell so. */
static int point(const uint8_t *base, uint64_t all, const uint64_t *table, int section, uint64_t size, uint64_t count,
                 const void *target)
{
    uint64_t offset = table[2 * section], length = table[2 * section + 1];
    const uint8_t *at = base + offset;
    if (offset > all || length > all - offset || offset % 8 || length != size * count) return -1;
    memcpy((void *)(uintptr_t)target, &at, sizeof at);
    return 0;
}

static uint64_t things(const uint64_t *table, int section, uint64_t size) { return table[2 * section + 1] / size; }

/* Return 64 less the bits of a table of starts with one place more than a power of two, 0 where it is none. */
static uint32_t shift_of(uint64_t starts)
{
    for (uint32_t bits = 1; bits < 40; bits++)
        if (starts == ((uint64_t)1 << bits) + 1) return 64 - bits;
    return 0;
}

static int lay_out(Segment *s, const uint8_t *base, uint64_t size, const uint64_t *table, uint32_t words, uint32_t forms,
                   uint32_t rows)
{
    s->words = words;
    s->forms = forms;
    s->rows = rows;
    s->text_length = (uint32_t)things(table, WORD_TEXT, 1);
    s->spell_count = (uint32_t)things(table, SPELL_ENTRY, 4);
    s->key_count = (uint32_t)things(table, KEY_ENTRY, sizeof(Keyed));
    s->join_count = (uint32_t)things(table, JOIN_ENTRY, sizeof(Join));
    s->post_count = (uint32_t)things(table, POST_ENTRY, sizeof(Posting));
    s->form_word_count = (uint32_t)things(table, FORM_WORD, 4);
    s->row_row_count = (uint32_t)things(table, ROW_ROW, 4);
    s->spell_shift = shift_of(things(table, SPELL_AT, 4));
    s->key_shift = shift_of(things(table, KEY_AT, 4));
    s->join_shift = shift_of(things(table, JOIN_AT, 4));
    if (words > 0xFFFFFF || !s->spell_shift || !s->key_shift || !s->join_shift) return -1;
    return point(base, size, table, WORD_AT, 4, (uint64_t)words + 1, &s->word_at) ||
           point(base, size, table, WORD_TEXT, 1, s->text_length, &s->word_text) ||
           point(base, size, table, WORD_CELL, sizeof(Cell), words, &s->word_cell) ||
           point(base, size, table, SPELL_AT, 4, ((uint64_t)1 << (64 - s->spell_shift)) + 1, &s->spell_at) ||
           point(base, size, table, SPELL_ENTRY, 4, s->spell_count, &s->spell_entry) ||
           point(base, size, table, KEY_AT, 4, ((uint64_t)1 << (64 - s->key_shift)) + 1, &s->key_at) ||
           point(base, size, table, KEY_ENTRY, sizeof(Keyed), s->key_count, &s->key_entry) ||
           point(base, size, table, FORM_AT, 4, (uint64_t)forms + 1, &s->form_at) ||
           point(base, size, table, FORM_WORD, 4, s->form_word_count, &s->form_word) ||
           point(base, size, table, FORM_WEIGHT, 2, forms, &s->form_weight) ||
           point(base, size, table, POST_ENTRY, sizeof(Posting), s->post_count, &s->post_entry) ||
           point(base, size, table, JOIN_AT, 4, ((uint64_t)1 << (64 - s->join_shift)) + 1, &s->join_at) ||
           point(base, size, table, JOIN_ENTRY, sizeof(Join), s->join_count, &s->join_entry) ||
           point(base, size, table, ROW_AT, 4, (uint64_t)forms + 1, &s->row_at) ||
           point(base, size, table, ROW_ROW, 4, s->row_row_count, &s->row_row) ||
           point(base, size, table, ROW_SUBJECT, 4, rows, &s->row_subject);
}

/* Note where forms of each weight begin; they must not grow lighter. */
static int note_weights(Segment *s)
{
    uint32_t weight = 0;
    s->weight_from = malloc((MOST_WEIGHT + 2) * sizeof *s->weight_from);
    if (!s->weight_from) return -1;
    for (uint32_t f = 0; f < s->forms; f++) {
        if (s->form_weight[f] > MOST_WEIGHT || s->form_weight[f] + 1u < weight) return -1;
        while (weight <= s->form_weight[f]) s->weight_from[weight++] = f;
    }
    while (weight < MOST_WEIGHT + 2) s->weight_from[weight++] = s->forms;
    return 0;
}

API void en_close(Asker *asker)
{
    if (!asker) return;
    free(asker->segment.weight_from);
    free(asker->slot);
    free(asker->place);
    free(asker->near);
    free(asker->candidate);
    free(asker->candidate_at);
    free(asker->best.found);
    free(asker->best.place);
    free(asker->task);
    free(asker->lane);
    free(asker->lane_of);
    free(asker->lane_place);
    free(asker);
}

/* Open a segment whose sections (offset and length each) are given; null where they do not fit each other. */
API Asker *en_open(const uint8_t *base, uint64_t size, const uint64_t *table, uint32_t words, uint32_t forms,
                   uint32_t rows)
{
    Asker *asker = calloc(1, sizeof *asker);
    if (!asker) return NULL;
    if (lay_out(&asker->segment, base, size, table, words, forms, rows) || note_weights(&asker->segment)) {
        en_close(asker);
        return NULL;
    }
    asker->slot_room = asker->places = asker->near_room = 1024;
    asker->candidate_places = asker->candidate_room = FEW_PLACES;
    asker->best.room = asker->task_room = 1024;
    asker->slot = malloc(asker->slot_room * sizeof *asker->slot);
    asker->place = calloc(asker->places, sizeof *asker->place);
    asker->near = malloc(asker->near_room * sizeof *asker->near);
    asker->candidate = malloc(FEW_PLACES / 2 * sizeof *asker->candidate);
    asker->candidate_at = malloc(FEW_PLACES * sizeof *asker->candidate_at);
    asker->best.found = malloc(asker->best.room / 2 * sizeof *asker->best.found);
    asker->best.place = malloc(asker->best.room * sizeof *asker->best.place);
    asker->task = malloc(asker->task_room * sizeof *asker->task);
    if (!asker->slot || !asker->place || !asker->near || !asker->candidate || !asker->candidate_at || !asker->task ||
        !asker->best.found || !asker->best.place) {
        en_close(asker);
        return NULL;
    }
    return asker;
}

/* Tell how many entries were read and forms scored since the segment was opened. */
API void en_tally(const Asker *asker, uint64_t *entries, uint64_t *forms)
{
    *entries = asker->entries_read;
    *forms = asker->forms_scored;
}

/* What a viewpoint sees: of days and moments the first that lie after it, by rank; of markings 1 for those it may see. */
typedef struct {
    const uint32_t *day_rank, *moment_rank;
    const uint8_t *marking;
    uint32_t days, moments, markings, day_limit, moment_limit, no_day;
} Sight;

/* The columns of a segment that say when and to whom its rows are visible. */
typedef struct {
    const uint32_t *seen_at, *series, *day, *moment, *row_marking, *row_from, *row_to;
    const uint8_t *present;
    uint32_t rows, seen;
} Seen;

static int is_told(const Seen *seen, const Sight *sight, uint32_t at)
{
    uint32_t day = seen->day[at], moment = seen->moment[at];
    return day < sight->days && moment < sight->moments && sight->day_rank[day] < sight->day_limit &&
           sight->moment_rank[moment] < sight->moment_limit;
}

/* Tell whether another appearance in the same series, told by then, comes later. */
static int is_overtaken(const Seen *seen, const Sight *sight, uint32_t at, uint32_t from, uint32_t end)
{
    uint32_t day = sight->day_rank[seen->day[at]], moment = sight->moment_rank[seen->moment[at]];
    for (uint32_t i = from; i < end; i++) {
        if (i == at || seen->series[i] != seen->series[at] || !is_told(seen, sight, i)) continue;
        uint32_t other = sight->day_rank[seen->day[i]];
        if (other > day || (other == day && sight->moment_rank[seen->moment[i]] > moment)) return 1;
    }
    return 0;
}

static int is_visible(const Seen *seen, const Sight *sight, uint32_t row)
{
    uint32_t from = seen->row_from[row], to = seen->row_to[row], marking = seen->row_marking[row];
    if (marking >= sight->markings || !sight->marking[marking] || from >= sight->days || to >= sight->days) return 0;
    if (from != sight->no_day && sight->day_rank[from] >= sight->day_limit) return 0;
    if (to != sight->no_day && sight->day_rank[to] < sight->day_limit) return 0;
    uint32_t start = seen->seen_at[row], end = seen->seen_at[row + 1];
    if (end > seen->seen) end = seen->seen;
    for (uint32_t at = start; at < end; at++)
        if (seen->present[at] && is_told(seen, sight, at) && !is_overtaken(seen, sight, at, start, end)) return 1;
    return 0;
}

/* Set the bit of every row that a viewpoint sees; `bits` is zeroed and has a bit for every row. */
API void en_look(const Seen *seen, const Sight *sight, uint8_t *bits)
{
    for (uint32_t row = 0; row < seen->rows; row++)
        if (is_visible(seen, sight, row)) bits[row >> 3] |= (uint8_t)(1u << (row & 7));
}
