/* The words of plain names as the index reads them (see `read_forms` in screening/words.py), many names at once. */

#include "segment.h"

#include <string.h>

#define MOST_READ (4 * MOST_WORDS) /* words that are looked at before letters in a row are written together */

typedef struct {
    uint8_t text[MOST_WORDS * MOST_LETTERS];
    uint32_t length[MOST_WORDS]; /* each begins at a multiple of MOST_LETTERS */
    uint32_t words, read;
    int in_run;
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

/* Write the words of texts of ASCII, a space between them and a line break between texts; `end` is where each ends in
 * `text`, `folded` what each letter is folded to (0: nothing). `out` has a place for each letter and each text. Returns
 * how many bytes were written. */
API uint64_t en_read_lines(uint32_t count, const uint64_t *end, const uint8_t *text, const uint8_t *folded, uint8_t *out)
{
    uint64_t at = 0, written = 0;
    for (uint32_t i = 0; i < count; i++) {
        Line line;
        uint8_t word[MOST_LETTERS];
        uint32_t length = 0;
        line.words = line.read = 0;
        line.in_run = 0;
        if (i) out[written++] = '\n';
        for (; at <= end[i]; at++) {
            uint8_t letter = at < end[i] ? folded[text[at] & 127] : ' ';
            if (letter > ' ' && length < MOST_LETTERS) word[length] = letter;
            if (letter > ' ') length++;
            if (letter != ' ' || !length) continue;
            take_word(&line, word, length < MOST_LETTERS ? length : MOST_LETTERS);
            length = 0;
        }
        at = end[i];
        for (uint32_t number = 0; number < line.words; number++) {
            if (is_repeated(&line, number)) continue;
            if (number) out[written++] = ' ';
            memcpy(out + written, line.text + number * MOST_LETTERS, line.length[number]);
            written += line.length[number];
        }
    }
    return written;
}
