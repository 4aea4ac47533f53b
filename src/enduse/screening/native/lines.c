/* The words of names in Latin letters as the index reads them (see `read_forms` in screening/words.py), many names at once. */

#include "../../names/native/folding.h"
#include "lines.h"

#include <string.h>

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

void take_letter(Line *line, uint8_t letter)
{
    if (letter > ' ') {
        if (line->size < MOST_LETTERS) line->word[line->size] = letter;
        line->size += line->size < MOST_LETTERS;
    } else if (line->size) {
        take_word(line, line->word, line->size);
        line->size = 0;
    }
}

static int is_letter(uint8_t byte) { return (byte | 32) >= 'a' && (byte | 32) <= 'z'; }

/* Tell whether a hyphen in a text stands between letters: 0 or 1, -1 where it stands beside a letter that is not ASCII. */
static int is_within(const uint8_t *text, uint64_t length, uint64_t at)
{
    if (!at || at + 1 == length) return 0;
    if (text[at - 1] >= FIRST_WIDE || text[at + 1] >= FIRST_WIDE) return -1;
    return is_letter(text[at - 1]) && is_letter(text[at + 1]);
}

/* Take all words of a text, those with a hyphen between them as one if `closed`; `hyphens` gets how many there are.
 * Returns 0, or -1 where it has letters that are not folded by themselves, or such beside a hyphen. */
static int take_words(Line *line, const Folds *folds, int is_wide, const uint8_t *text, uint64_t length, int closed,
                      uint32_t *hyphens)
{
    uint32_t used;
    begin_line(line);
    *hyphens = 0;
    for (uint64_t i = 0; i < length; i += used) {
        const uint8_t *letters = folds->plain + (text[i] & 127);
        uint32_t size = *letters > 0;
        used = 1;
        if (text[i] >= FIRST_WIDE) {
            if (!is_wide || !(letters = fold_wide(folds, text + i, length - i, &used))) return -1;
            size = *letters++;
        } else if (text[i] == '-') {
            int found = is_within(text, length, i);
            if (found < 0) return -1;
            *hyphens += (uint32_t)found;
            if (found && closed) continue;
        }
        for (; size; size--) take_letter(line, *letters++);
    }
    take_letter(line, ' ');
    return 0;
}

static int is_article(const uint8_t *articles, const uint8_t *word, uint32_t length)
{
    for (; *articles; articles += strlen((const char *)articles) + 1)
        if (strlen((const char *)articles) == length && !memcmp(articles, word, length)) return 1;
    return 0;
}

int has_article(const Line *line, const uint8_t *articles)
{
    for (uint32_t i = 0; i + 1 < line->words; i++)
        if (is_article(articles, line->text + i * MOST_LETTERS, line->length[i])) return 1;
    return 0;
}

void join_articles(Line *line, const uint8_t *articles)
{
    uint32_t words = 0, before = 0; /* letters of an article before the word */
    for (uint32_t i = 0; i < line->words; i++) {
        uint8_t *to = line->text + words * MOST_LETTERS;
        const uint8_t *word = line->text + i * MOST_LETTERS;
        uint32_t length = line->length[i], kept = length < MOST_LETTERS - before ? length : MOST_LETTERS - before;
        const int is_one = !before && is_article(articles, word, length);
        memmove(to + before, word, kept);
        line->length[words] = before + kept;
        before = is_one ? length : 0;
        words += !is_one;
    }
    line->words = words + (before > 0);
}


uint64_t write_line(const Line *line, int is_foreign, const uint8_t *first, uint8_t *out)
{
    uint64_t size = 0;
    if (is_foreign && line->words) out[size++] = '*';
    for (uint32_t i = 0; i < line->words; i++) {
        const uint8_t *word = line->text + i * MOST_LETTERS;
        uint32_t length = line->length[i], same = 0;
        while (same < i && (line->length[same] != length || memcmp(line->text + same * MOST_LETTERS, word, length))) same++;
        if (same < i) continue;
        if (i) out[size++] = ' ';
        memcpy(out + size, word, length);
        size += length;
    }
    if (!size) return 0;
    out[size++] = '\n';
    for (const uint8_t *next; first < out; first = next) {
        next = (const uint8_t *)memchr(first, '\n', (size_t)(out - first)) + 1;
        if ((uint64_t)(next - first) == size && !memcmp(first, out, size)) return 0;
    }
    return size;
}

/* Write the lines of texts, each ended by a line break: the words of each with a space between them; then, where one is an
 * article, with it written together with the word after it; and where hyphens stand between letters, without them.
 * `end` is where each text ends, `articles` are each ended by a zero, the last by two. `folds` is as
 * names/native/folding.h has it, without its second half unless `is_wide`. `lines` gets how many lines each text has:
 * 255 and no line for one with letters that are not folded by themselves. `out` has room for three times four bytes (one
 * unless `is_wide`) for each byte of `text`, and six for each text. Returns how many bytes were written. */
API uint64_t en_read_lines(uint32_t count, const uint64_t *end, const uint8_t *text, const uint8_t *folds, int is_wide,
                           const uint8_t *articles, uint8_t *out, uint8_t *lines)
{
    uint64_t written = 0;
    for (uint32_t i = 0; i < count; i++) {
        Line line;
        uint64_t start = i ? end[i - 1] : 0, first = written, size;
        uint32_t hyphens;
        lines[i] = NOT_READ;
        if (take_words(&line, (const Folds *)folds, is_wide, text + start, end[i] - start, 0, &hyphens)) continue;
        written += size = write_line(&line, 0, out + first, out + written);
        lines[i] = size > 0;
        if (size && has_article(&line, articles)) {
            join_articles(&line, articles);
            written += size = write_line(&line, 0, out + first, out + written);
            lines[i] += size > 0;
        }
        if (hyphens) {
            take_words(&line, (const Folds *)folds, is_wide, text + start, end[i] - start, 1, &hyphens);
            written += size = write_line(&line, 0, out + first, out + written);
            lines[i] += size > 0;
        }
    }
    return written;
}
