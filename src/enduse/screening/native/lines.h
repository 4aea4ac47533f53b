/* The lines of a name, as the index reads it: words with a space between. */
#ifndef ENDUSE_LINES_H
#define ENDUSE_LINES_H

#include "segment.h"

#define NOT_READ 255 /* the number of lines of a name that Python must read */
#define MOST_READ (4 * MOST_WORDS) /* words that are looked at before letters in a row are written together */

typedef struct {
    uint8_t text[MOST_WORDS * MOST_LETTERS];
    uint32_t length[MOST_WORDS]; /* each begins at a multiple of MOST_LETTERS */
    uint32_t words, read;
    int in_run;
    uint8_t word[MOST_LETTERS];  /* that grows, and its letters */
    uint32_t size;
} Line;

static inline void begin_line(Line *line)
{
    line->words = line->read = line->size = 0;
    line->in_run = 0;
}

/* Take the next letter of a word that grows, or a space after it. */
void take_letter(Line *line, uint8_t letter);

/* Tell whether a word before the last is an article; `articles` are each ended by a zero, the last by two. */
int has_article(const Line *line, const uint8_t *articles);

/* Write each article of a line together with the word after it. */
void join_articles(Line *line, const uint8_t *articles);

/* Write the words of a line, each once, after a star where it is foreign, and a line break. Returns the bytes written;
 * none where a line from `first` on is the same, or for no words. */
uint64_t write_line(const Line *line, int is_foreign, const uint8_t *first, uint8_t *out);

#endif
