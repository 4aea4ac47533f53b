/* Rows of plain ASCII cells as packed sketches, one by one or as they stand in delimited text. What each fold does is
 * told by `sketching.py`, which this must equal.
 *
 * A plan says of each cell that counts, in the order in which their values stand: the cell, the field of the sketch,
 * the fold, and what is put before the value. */
#include <stdio.h>
#include "page.h"

#if defined(_WIN32)
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

enum { FIELDS = 9, MOST_CELLS = 64, MOST_ROW = 8192, MOST_WORDS = 16 };
enum { COPY, NAME, DATE, REACH, NUMBER, CODE, PLACE, STREET };
enum { NAME_LONG = 400, REACH_LONG = 200, PHONE_LONG = 60, NUMBER_LONG = 200, CODE_LONG = 40, PLACE_LONG = 200,
       STREET_LONG = 500, PHONE_LEAST = 7, PHONE_KEPT = 9, NUMBER_LEAST = 4 };

typedef struct { const uint8_t *at; uint32_t length; } Part;
typedef struct { uint32_t cell, field, fold; Part before; } Column;

/* What a cell of a kind or a country means, for those that were met: its fold, or that only Python can tell. */
typedef struct { Part cell, fold; int is_odd; } Meaning;
typedef struct { Meaning *held; uint32_t count, room; } Meanings;

typedef struct {
    Meanings meanings[2]; /* of kinds, of countries */
    Column columns[MOST_CELLS];
    uint32_t columns_count, cells;
    uint8_t *held;       /* the texts that the rest points into */
    Part *dropped;       /* words that are no part of a name, by hash */
    uint32_t room;       /* a power of two */
    uint8_t folded[256]; /* a letter or digit, 0 for what is dropped, a space for what separates */
} Reader;

static int is_space(uint8_t c)
{
    return (c >= 9 && c <= 13) || (c >= 28 && c <= 32);
}

static int is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static int is_alnum(uint8_t c)
{
    c = lower(c);
    return is_digit(c) || (c >= 'a' && c <= 'z');
}

static uint32_t hash_part(Part part)
{
    uint32_t hash = 2166136261u;
    for (uint32_t i = 0; i < part.length; i++) hash = (hash ^ part.at[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static int same(Part left, Part right)
{
    return left.length == right.length && !memcmp(left.at, right.at, left.length);
}

static int by_text(Part left, Part right)
{
    uint32_t shorter = left.length < right.length ? left.length : right.length;
    int order = shorter ? memcmp(left.at, right.at, shorter) : 0;
    return order ? order : (left.length > right.length) - (left.length < right.length);
}

static int is_dropped(const Reader *reader, Part word)
{
    for (uint32_t at = hash_part(word) & (reader->room - 1); reader->dropped[at].length; at = (at + 1) & (reader->room - 1))
        if (same(reader->dropped[at], word)) return 1;
    return 0;
}

/* -- folds: each writes at most as many bytes as it reads and returns how many -------------- */

static uint32_t fold_words(const Reader *reader, Part text, uint32_t most, uint8_t *to)
{
    uint32_t made = 0, length = text.length < most ? text.length : most;
    int gap = 0;
    for (uint32_t i = 0; i < length; i++) {
        uint8_t c = reader->folded[text.at[i]];
        if (c == ' ') gap = 1;
        else if (c) {
            if (gap && made) to[made++] = ' ';
            gap = 0;
            to[made++] = c;
        }
    }
    return made;
}

static uint32_t close_up(uint8_t *text, uint32_t length)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < length; i++)
        if (text[i] != ' ') text[kept++] = text[i];
    return kept;
}

static uint32_t split_words(const uint8_t *text, uint32_t length, Part *words, uint32_t most)
{
    uint32_t count = 0, start = 0;
    for (uint32_t i = 0; i <= length && count < most; i++)
        if (i == length || text[i] == ' ') {
            if (i > start) words[count++] = (Part){text + start, i - start};
            start = i + 1;
        }
    return count;
}

static uint32_t put_words(const Part *words, uint32_t count, uint8_t *to)
{
    uint32_t made = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i) to[made++] = ' ';
        memmove(to + made, words[i].at, words[i].length);
        made += words[i].length;
    }
    return made;
}

static uint32_t fold_name(const Reader *reader, Part text, uint8_t *to)
{
    Part words[NAME_LONG], kept[NAME_LONG];
    uint32_t length = fold_words(reader, text, NAME_LONG, to), count = split_words(to, length, words, NAME_LONG), left = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!is_dropped(reader, words[i])) kept[left++] = words[i];
    if (left == count && count <= MOST_WORDS) return length;
    Part *chosen = left ? kept : words;
    left = left ? left : count;
    return put_words(chosen, left < MOST_WORDS ? left : MOST_WORDS, to); /* words only move towards the start */
}

static uint32_t fold_street(const Reader *reader, Part text, uint8_t *to)
{
    Part words[STREET_LONG];
    uint8_t folded[STREET_LONG];
    uint32_t length = fold_words(reader, text, STREET_LONG, folded), kept = 0;
    uint32_t count = split_words(folded, length, words, STREET_LONG);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = kept;
        while (at && by_text(words[at - 1], words[i]) > 0) at--;
        if (at && same(words[at - 1], words[i])) continue;
        Part moved = words[i];
        memmove(words + at + 1, words + at, (kept - at) * sizeof *words);
        words[at] = moved;
        kept++;
    }
    return put_words(words, kept, to);
}

static uint32_t fold_code(const Reader *reader, Part text, uint8_t *to)
{
    uint32_t plain = 1;
    for (uint32_t i = 0; i < text.length; i++) plain &= is_alnum(text.at[i]);
    if (!plain) return close_up(to, fold_words(reader, text, CODE_LONG, to));
    for (uint32_t i = 0; i < text.length; i++) to[i] = lower(text.at[i]);
    return text.length;
}

static uint32_t fold_number(const Reader *reader, Part text, uint8_t *to)
{
    uint32_t length = close_up(to, fold_words(reader, text, NUMBER_LONG, to)), from = 0;
    if (length >= 3 && !memcmp(to, "imo", 3)) from = 3;
    while (from < length && to[from] == '0') from++;
    if (length - from < NUMBER_LEAST) return 0;
    memmove(to, to + from, length - from);
    return length - from;
}

static uint32_t digits_of(Part text, uint8_t *to)
{
    uint32_t all = 1, made = 0;
    for (uint32_t i = 0; i < text.length; i++) all &= is_digit(text.at[i]);
    uint32_t length = all || text.length < PHONE_LONG ? text.length : PHONE_LONG;
    for (uint32_t i = 0; i < length; i++)
        if (is_digit(text.at[i])) to[made++] = text.at[i];
    return made;
}

static Part without(Part text, const char *start)
{
    uint32_t length = (uint32_t)strlen(start);
    if (text.length < length) return text;
    for (uint32_t i = 0; i < length; i++)
        if (lower(text.at[i]) != (uint8_t)start[i]) return text;
    return (Part){text.at + length, text.length - length};
}

static uint32_t fold_reach(Part text, uint8_t *to)
{
    if (!memchr(text.at, '@', text.length)) {
        uint32_t digits = digits_of(text, to);
        if (digits >= PHONE_LEAST) {
            uint32_t kept = digits < PHONE_KEPT ? digits : PHONE_KEPT;
            memmove(to, to + digits - kept, kept);
            return kept;
        }
        if (!memchr(text.at, '.', text.length)) return 0;
        while (text.length && is_space(text.at[0])) text = (Part){text.at + 1, text.length - 1};
        while (text.length && is_space(text.at[text.length - 1])) text.length--;
        text = without(without(without(text, "https://"), "http://"), "www.");
        while (text.length && text.at[text.length - 1] == '/') text.length--;
    }
    uint32_t made = 0, length = text.length < REACH_LONG ? text.length : REACH_LONG;
    for (uint32_t i = 0; i < length; i++)
        if (!is_space(text.at[i]) && text.at[i] != '|') to[made++] = lower(text.at[i]);
    return made;
}

static int two(const uint8_t *at, int least, int most)
{
    if (!is_digit(at[0]) || !is_digit(at[1])) return 0;
    int number = (at[0] - '0') * 10 + at[1] - '0';
    return number >= least && number <= most;
}

static int is_date(Part text)
{
    if (text.length != 4 && text.length != 7 && text.length != 10) return 0;
    for (int i = 0; i < 4; i++)
        if (!is_digit(text.at[i])) return 0;
    if (text.length >= 7 && (text.at[4] != '-' || !two(text.at + 5, 1, 12))) return 0;
    return text.length < 10 || (text.at[7] == '-' && two(text.at + 8, 1, 31));
}

static uint32_t fold(const Reader *reader, uint32_t how, Part text, uint8_t *to)
{
    switch (how) {
    case NAME: return fold_name(reader, text, to);
    case REACH: return fold_reach(text, to);
    case NUMBER: return fold_number(reader, text, to);
    case CODE: return fold_code(reader, text, to);
    case PLACE: return fold_words(reader, text, PLACE_LONG, to);
    case STREET: return fold_street(reader, text, to);
    default: memcpy(to, text.at, text.length); return text.length;
    }
}

/* -- rows ---------------------------------------------------------------------------------- */

PUBLIC void en_close_rows(Reader *reader)
{
    if (!reader) return;
    for (int which = 0; which < 2; which++) {
        for (uint32_t i = 0; i < reader->meanings[which].room; i++) free((void *)reader->meanings[which].held[i].cell.at);
        free(reader->meanings[which].held);
    }
    free(reader->held);
    free(reader->dropped);
    free(reader);
}

/* Return a reader of rows of so many cells, NULL where the plan does not fit or memory ran out. `texts` holds what
 * is put before each column's values, then the words dropped from names, each ended by a zero; `table` the folds of
 * the 256 bytes. */
PUBLIC Reader *en_open_rows(uint32_t cells, uint32_t columns, const uint32_t *plan, const uint8_t *texts,
                            uint64_t texts_length, uint32_t words, const uint8_t *table)
{
    Reader *reader = calloc(1, sizeof *reader);
    if (!reader || cells > MOST_CELLS || columns > MOST_CELLS) goto failed;
    reader->cells = cells;
    reader->columns_count = columns;
    memcpy(reader->folded, table, sizeof reader->folded);
    for (reader->room = 16; reader->room < 2 * words + 2;) reader->room *= 2;
    reader->held = malloc(texts_length + 1);
    reader->dropped = calloc(reader->room, sizeof *reader->dropped);
    if (!reader->held || !reader->dropped) goto failed;
    memcpy(reader->held, texts, texts_length);
    const uint8_t *at = reader->held, *end = at + texts_length;
    for (uint32_t i = 0; i < columns + words; i++) {
        const uint8_t *stop = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        if (!stop) goto failed;
        Part text = {at, (uint32_t)(stop - at)};
        at = stop + 1;
        if (i < columns) {
            Column column = {plan[3 * i], plan[3 * i + 1], plan[3 * i + 2], text};
            if (column.cell >= cells || column.field >= FIELDS || text.length > MOST_CELLS) goto failed;
            reader->columns[i] = column;
        } else if (text.length) {
            uint32_t place = hash_part(text) & (reader->room - 1);
            while (reader->dropped[place].length) place = (place + 1) & (reader->room - 1);
            reader->dropped[place] = text;
        }
    }
    return reader;
failed:
    en_close_rows(reader);
    return NULL;
}

/* Put a value among those of its field: names in their order, others sorted, each once. */
static void put_value(Part *values, uint32_t *count, Part value, int is_ordered)
{
    uint32_t at = *count;
    for (uint32_t i = 0; i < *count; i++)
        if (same(values[i], value)) return;
    if (!is_ordered)
        while (at && by_text(values[at - 1], value) > 0) at--;
    memmove(values + at + 1, values + at, (*count - at) * sizeof *values);
    values[at] = value;
    ++*count;
}

static int is_odd_byte(uint8_t c)
{
    return c == ';' || c == '\n' || c == '\r' || c == '\t' || !c || c > 127;
}

/* Write the sketch of a row; return its length, -1 where the row is not plain. */
static int64_t fold_cells(const Reader *reader, const Part *cells, uint8_t *line)
{
    Part values[FIELDS][MOST_CELLS];
    uint32_t counts[FIELDS] = {0}, made = 0, room = 0;
    uint8_t spare[2 * MOST_ROW];
    for (uint32_t i = 0; i < reader->columns_count; i++) {
        const Column *column = &reader->columns[i];
        Part cell = cells[column->cell];
        if (!cell.length) continue;
        if (column->fold == DATE && !is_date(cell)) return -1;
        if (room + column->before.length + cell.length > sizeof spare) return -1;
        uint8_t *to = spare + room;
        memcpy(to, column->before.at, column->before.length);
        uint32_t size = fold(reader, column->fold, cell, to + column->before.length);
        if (!size) continue;
        Part value = {to, column->before.length + size};
        room += value.length;
        put_value(values[column->field], &counts[column->field], value, column->field == 1);
    }
    if (!counts[1]) return -1;
    for (int field = 0; field < FIELDS; field++) {
        if (field) line[made++] = '\t';
        for (uint32_t i = 0; i < counts[field]; i++) {
            if (i) line[made++] = '|';
            memcpy(line + made, values[field][i].at, values[field][i].length);
            made += values[field][i].length;
        }
    }
    return made;
}

/* Write the sketch of a row whose cells are separated by tabs; return its length, -1 where the row is not plain.
 * `line` has room for MOST_LINE bytes. */
PUBLIC int64_t en_read_row(const Reader *reader, const uint8_t *row, uint64_t length, uint8_t *line)
{
    Part cells[MOST_CELLS];
    uint32_t found = 0;
    if (length > MOST_ROW) return -1;
    const uint8_t *start = row;
    for (uint64_t i = 0; i <= length; i++) {
        if (i < length && row[i] != '\t' && is_odd_byte(row[i])) return -1;
        if (i < length && row[i] != '\t') continue;
        if (found == reader->cells) return -1;
        cells[found++] = (Part){start, (uint32_t)(row + i - start)};
        start = row + i + 1;
    }
    return found == reader->cells ? fold_cells(reader, cells, line) : -1;
}

/* -- delimited text ----------------------------------------------------------------------------- */

enum { MORE, ODD_ROW, NEW_KIND, NEW_COUNTRY, REACHED }; /* why a block ends; see `rows.py` */
enum { MOST_LINE = 2 * MOST_ROW + 256, LONGEST_NAME = 400, LONGEST_ROW = 4000, MOST_MEANINGS = 4096 };

/* Where things stand in delimited text: cells of -1 are not there. */
typedef struct { int32_t id, name, kind, country; uint32_t width, delimiter; } Layout;

/* The rows read: sketches and ids one after the other with the length of each, the numbers of the rows; how far it went. */
typedef struct {
    Page lines, line_lengths, ids, id_lengths, places;
    uint64_t consumed, rows, newlines;
    int32_t status;
    uint32_t asked_length; /* of the kind or country that nobody told yet, at `asked` */
    const uint8_t *asked;
} Block;

static Meaning *find_meaning(const Meanings *meanings, Part cell)
{
    if (!meanings->room) return NULL;
    uint32_t at = hash_part(cell) & (meanings->room - 1);
    for (; meanings->held[at].cell.at; at = (at + 1) & (meanings->room - 1))
        if (same(meanings->held[at].cell, cell)) return &meanings->held[at];
    return NULL;
}

/* Take what a cell of a kind (0) or country (1) means; NULL for what only Python can tell. Returns 0 where there are
 * too many or memory ran out. */
PUBLIC int en_teach_row(Reader *reader, int which, const uint8_t *cell, uint32_t length, const uint8_t *fold,
                        uint32_t fold_length)
{
    Meanings *meanings = &reader->meanings[which];
    if (!meanings->held) {
        meanings->held = calloc(2 * MOST_MEANINGS, sizeof *meanings->held);
        if (!meanings->held) return 0;
        meanings->room = 2 * MOST_MEANINGS;
    }
    uint8_t *kept = meanings->count < MOST_MEANINGS ? malloc(length + fold_length + 1) : NULL;
    if (!kept) return 0;
    memcpy(kept, cell, length);
    if (fold) memcpy(kept + length, fold, fold_length);
    Part known = {kept, length};
    uint32_t at = hash_part(known) & (meanings->room - 1);
    while (meanings->held[at].cell.at) at = (at + 1) & (meanings->room - 1);
    meanings->held[at] = (Meaning){known, {kept + length, fold_length}, !fold};
    meanings->count++;
    return 1;
}

/* Split a line into cells; return how many, 0 where only Python can tell. Cells may stand in quotes. */
static uint32_t split_line(const uint8_t *at, const uint8_t *end, uint8_t delimiter, Part *cells)
{
    for (uint32_t found = 0; found < MOST_CELLS;) {
        const uint8_t *start = at;
        int is_quoted = at < end && *at == '"';
        if (is_quoted) at = ++start;
        for (; at < end && *at != '"' && (is_quoted || *at != delimiter); at++)
            if (is_odd_byte(*at)) return 0;
        cells[found++] = (Part){start, (uint32_t)(at - start)};
        if (is_quoted != (at < end && *at == '"')) return 0;
        at += is_quoted;
        if (at == end) return found;
        if (*at++ != delimiter) return 0;
    }
    return 0;
}

static Part strip(Part text)
{
    while (text.length && is_space(text.at[0])) text = (Part){text.at + 1, text.length - 1};
    while (text.length && is_space(text.at[text.length - 1])) text.length--;
    return text;
}

/* Put what a cell of a kind or a country means into its place; return why not, or MORE. */
static int mean_cell(const Reader *reader, int which, Part cell, Part *to, Block *block)
{
    const Meaning *known = find_meaning(&reader->meanings[which], cell);
    if (known) *to = known->fold;
    else if (reader->meanings[which].count < MOST_MEANINGS) {
        block->asked = cell.at;
        block->asked_length = cell.length;
        return which ? NEW_COUNTRY : NEW_KIND;
    }
    return !known || known->is_odd ? ODD_ROW : MORE;
}

static int take_line(const Reader *reader, const Layout *layout, const uint8_t *at, const uint8_t *end, Block *block,
                     uint64_t number, int is_kept)
{
    Part cells[MOST_CELLS + 2];
    char place[24];
    int is_named = 0;
    uint32_t size = 0, found = split_line(at, end, (uint8_t)layout->delimiter, cells + 2);
    if (found != layout->width || found + 2 != reader->cells) return ODD_ROW;
    if (!is_kept) return MORE;
    for (uint32_t i = 2; i < found + 2; i++) size += cells[i].length + 1;
    const Part *row = cells + 2;
    if (!row[layout->name].length || row[layout->name].length > LONGEST_NAME || size > LONGEST_ROW + 1) return ODD_ROW;
    cells[0] = cells[1] = (Part){at, 0};
    int status = layout->kind >= 0 ? mean_cell(reader, 0, row[layout->kind], &cells[0], block) : MORE;
    if (status == MORE && layout->country >= 0) status = mean_cell(reader, 1, row[layout->country], &cells[1], block);
    if (status != MORE) return status;
    uint8_t *line = make_place(&block->lines, MOST_LINE);
    int64_t length = line ? fold_cells(reader, cells, line) : 0;
    if (length < 0) return ODD_ROW;
    block->lines.count += (uint64_t)length;
    uint64_t ids = block->ids.count;
    if (layout->id >= 0) {
        Part id = strip(row[layout->id]);
        put(&block->ids, id.at, id.length);
        is_named = id.length > 0;
    }
    if (!is_named) put(&block->ids, place, (uint64_t)snprintf(place, sizeof place, "%llu", (unsigned long long)number));
    uint32_t lengths[2] = {(uint32_t)length, (uint32_t)(block->ids.count - ids)};
    put(&block->line_lengths, &lengths[0], sizeof lengths[0]);
    put(&block->id_lengths, &lengths[1], sizeof lengths[1]);
    put(&block->places, &number, sizeof number);
    return MORE;
}

/* Read the plain rows that stand next in delimited text, up to one that is not plain or to the row numbered `until`;
 * `number` rows were read before, and blank lines are none. Rows not kept are only counted. What is in the block must
 * be given back. Returns 0 where memory ran out. */
PUBLIC int en_read_block(const Reader *reader, const Layout *layout, const uint8_t *text, uint64_t length, int is_last,
                         uint64_t number, uint64_t until, int is_kept, Block *block)
{
    const uint8_t *at = text, *stop = text + length;
    *block = (Block){.status = MORE};
    while (at < stop) {
        const uint8_t *end = memchr(at, '\n', (size_t)(stop - at)), *next = end ? end + 1 : stop;
        if (!end && !is_last) {
            if (stop - at > 8 * LONGEST_ROW) block->status = ODD_ROW;
            break;
        }
        end = end ? end : stop;
        if (end > at && end[-1] == '\r') end--;
        if (end > at) {
            if (number + block->rows == until) {
                block->status = REACHED;
                break;
            }
            block->status = take_line(reader, layout, at, end, block, number + block->rows + 1, is_kept);
            if (block->status != MORE) break;
            block->rows++;
        }
        block->newlines++;
        at = next;
    }
    block->consumed = (uint64_t)(at - text);
    return !(block->lines.failed | block->line_lengths.failed | block->ids.failed | block->id_lengths.failed
             | block->places.failed);
}

PUBLIC void en_give_back_block(Block *block)
{
    free(block->lines.held);
    free(block->line_lengths.held);
    free(block->ids.held);
    free(block->id_lengths.held);
    free(block->places.held);
    *block = (Block){.status = MORE};
}
