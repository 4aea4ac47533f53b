/* The words of names in Latin letters as the index reads them (see `read_forms` in screening/words.py), many names at once. */

#include "../../names/native/folding.h"
#include "segment.h"

#include <string.h>

#define MOST_READ (4 * MOST_WORDS) /* words that are looked at before letters in a row are written together */

typedef struct {
    uint8_t text[MOST_WORDS * MOST_LETTERS];
    uint32_t length[MOST_WORDS]; /* each begins at a multiple of MOST_LETTERS */
    uint32_t words, read;
    int in_run;
    uint8_t word[MOST_LETTERS];  /* that grows, and its letters */
    uint32_t size;
} Line;

static void take_word(Line *line, const uint8_t *text, uint32_t length)
{
    int is_letter = length == 1 && text[0] >= 'a', joins = is_letter && line->in_run;
    if (++line->read > MOST_READ) return;
    line->in_run = is_letter;
    if (!joins && line->words == MOST_WORDS) {
        line->read = MOST_READ; /* all later ones come too late */
        return;
    }
    if (!joins) line->length[line->words++] = 0;
    uint32_t number = line->words - 1, room = MOST_LETTERS - line->length[number], kept = length < room ? length : room;
    memcpy(line->text + number * MOST_LETTERS + line->length[number], text, kept);
    line->length[number] += kept;
}

static int is_repeated(const Line *line, uint32_t number)
{
    const uint8_t *text = line->text + number * MOST_LETTERS;
    for (uint32_t i = 0; i < number; i++)
        if (line->length[i] == line->length[number]
            && !memcmp(line->text + i * MOST_LETTERS, text, line->length[number]))
            return 1;
    return 0;
}

/* Take the next letter of a word that grows, or a space after it. */
static void take_letter(Line *line, uint8_t letter)
{
    if (letter > ' ') {
        if (line->size < MOST_LETTERS) line->word[line->size] = letter;
        line->size += line->size < MOST_LETTERS;
    } else if (line->size) {
        take_word(line, line->word, line->size);
        line->size = 0;
    }
}

/* Take all words of a text. Returns 0, or -1 where it has letters that are not folded by themselves. */
static int take_words(Line *line, const Folds *folds, int is_wide, const uint8_t *text, uint64_t length)
{
    uint32_t used;
    line->words = line->read = line->size = 0;
    line->in_run = 0;
    for (uint64_t i = 0; i < length; i += used) {
        const uint8_t *letters = folds->plain + (text[i] & 127);
        uint32_t size = *letters > 0;
        used = 1;
        if (text[i] >= FIRST_WIDE) {
            if (!is_wide || !(letters = fold_wide(folds, text + i, length - i, &used))) return -1;
            size = *letters++;
        }
        for (; size; size--) take_letter(line, *letters++);
    }
    take_letter(line, ' ');
    return 0;
}

/* Write the words of texts, a space between them and a line break between texts; `end` is where each ends in `text`.
 * `folds` is as names/native/folding.h has it, without its second half unless `is_wide`. A text with letters that are
 * not folded by themselves has a line of one star. `out` has room for four bytes for each of `text` and two for each
 * text. Returns how many bytes were written. */
API uint64_t en_read_lines(uint32_t count, const uint64_t *end, const uint8_t *text, const uint8_t *folds, int is_wide,
                           uint8_t *out)
{
    uint64_t written = 0;
    for (uint32_t i = 0; i < count; i++) {
        Line line;
        uint64_t start = i ? end[i - 1] : 0;
        if (i) out[written++] = '\n';
        if (take_words(&line, (const Folds *)folds, is_wide, text + start, end[i] - start)) {
            out[written++] = '*';
            continue;
        }
        for (uint32_t number = 0; number < line.words; number++) {
            if (is_repeated(&line, number)) continue;
            if (number) out[written++] = ' ';
            memcpy(out + written, line.text + number * MOST_LETTERS, line.length[number]);
            written += line.length[number];
        }
    }
    return written;
}
