/* The forms of names in scripts whose letters are read one by one, as `read_forms` of screening/words.py gives them. What
 * letters and words mean is the caller's (screening/plain_scripts.py), which takes it from where it stands in Python. */
#include "../../names/native/folding.h"
#include "lines.h"
#include "texts.h"

#define FIRST_LETTER 0x370
#define LAST_LETTER 0x10FF
#define WAYS 4         /* ways to read a letter, the usual one first */
#define MOST_SPELLED 7 /* letters of a spelling */
#define NOT_KNOWN 255  /* the length of a spelling that a letter does not have */
#define MOST_TOKENS 64
#define LONGEST_NAME 512 /* bytes */
#define LONGEST_OUT 50 /* letters of the Latin word that stands for a phrase */
#define ROOM (LONGEST_NAME * MOST_SPELLED * WAYS + MOST_TOKENS * LONGEST_OUT)
#define MOST_LINES 9
#define MOST_WRITTEN (MOST_LINES * (MOST_WORDS * (MOST_LETTERS + 1) + 2))

enum { /* columns, in the order of the table that `en_read_others` is given */
    LETTERS, SCRIPT_WAYS, IS_FOREIGN, COMPOUNDING, ACRONYMS, PHRASES, PHRASE_FLAGS = PHRASES + 5, PHRASE_OUT_AT, PHRASE_OUT,
    NOUN_ARTICLE, AND_ARTICLE, WHOLE_NOUNS, SERVANT, FATHER, SON, ARTICLE, AFTER_ARTICLE, ENDS, FATHERS, SUN_LETTERS
};

enum { LISTS = 2 }; /* of phrases: legal forms, and trade words */

/* How a phrase is known in each list: not, only where each of its words is printed in another script, or anyhow; and of
 * how many words the phrases are that begin with it, as bits. */
typedef struct { uint8_t is_known[LISTS], sizes[LISTS]; } Phrase;
enum { UNKNOWN, IF_ALL_FOREIGN, ALWAYS };

typedef struct { uint8_t script, size[WAYS], text[WAYS][MOST_SPELLED]; } Letter; /* `script` counts from 1 */

typedef struct { uint32_t at[WAYS], size[WAYS], ways, script, is_native; } Form;

typedef struct {
    const uint64_t *column;
    const Letter *letter;
    const uint8_t *script_ways;
    Texts phrases;
    uint8_t text[ROOM];
    uint32_t used, count, knowns;
    Form form[MOST_TOKENS], known[MOST_TOKENS]; /* of each word; with known phrases as one */
    Line line;
    uint8_t reading[ROOM]; /* one after the other with spaces between */
    uint8_t as_known[ROOM]; /* the same of known phrases as usual */
    uint32_t length, as_known_length;
} Reader;

static const uint8_t *text_at(const Reader *r, int column) { return (const uint8_t *)(uintptr_t)r->column[column]; }

/* Tell whether a text is among others, each ended by a zero, the last by two. */
static int is_among(const uint8_t *others, const uint8_t *text, uint32_t length)
{
    for (; *others; others += strlen((const char *)others) + 1)
        if (strlen((const char *)others) == length && !memcmp(others, text, length)) return 1;
    return 0;
}

/* Return how many bytes a text is long where another begins with it, else 0. */
static uint32_t begins_with(const uint8_t *text, uint32_t length, const uint8_t *start)
{
    uint32_t size = (uint32_t)strlen((const char *)start);
    return size <= length && !memcmp(text, start, size) ? size : 0;
}

/* --- words, letter by letter ------------------------------------------------------------------------------- */

/* Return the letter that begins a text, null where it is not one that is read by itself; `used` tells its bytes. */
static const Letter *letter_of(const Reader *r, const uint8_t *text, uint32_t length, uint32_t *used)
{
    uint32_t code;
    if (length > 1 && text[0] >= 0xCD && text[0] <= 0xDF && (text[1] & 0xC0) == 0x80) {
        code = (uint32_t)(text[0] & 31) << 6 | (text[1] & 63);
        *used = 2;
    } else if (length > 2 && text[0] == 0xE1 && (text[1] == 0x82 || text[1] == 0x83) && (text[2] & 0xC0) == 0x80) {
        code = 0x1000 | (uint32_t)(text[1] & 63) << 6 | (text[2] & 63);
        *used = 3;
    } else return NULL;
    if (code < FIRST_LETTER || code > LAST_LETTER) return NULL;
    const Letter *letter = r->letter + code - FIRST_LETTER;
    return letter->script ? letter : NULL;
}

static int add_letter(Reader *r, Form *form, uint32_t way, const Letter *letter)
{
    if (letter->size[way] == NOT_KNOWN) return -1;
    memcpy(r->text + form->at[way] + form->size[way], letter->text[way], letter->size[way]);
    form->size[way] += letter->size[way];
    return 0;
}

/* Read a piece of a word, without the marks within acronyms. Returns -1 where it is not of letters of one script. */
static int read_piece(Reader *r, const uint8_t *text, uint32_t length)
{
    uint32_t used, script = 0;
    Form form = {.is_native = 1};
    if (r->count == MOST_TOKENS || r->used + WAYS * MOST_SPELLED * length > ROOM) return -1;
    for (uint32_t way = 0; way < WAYS; way++) form.at[way] = r->used + way * MOST_SPELLED * length;
    for (uint32_t i = 0; i < length; i += used) {
        used = 1;
        if (text[i] == '"') continue;
        const Letter *letter = letter_of(r, text + i, length - i, &used);
        if (!letter || (script && letter->script != script)) return -1;
        if (!script) {
            script = letter->script;
            form.ways = r->script_ways[script];
            form.script = script;
        }
        for (uint32_t way = 0; way < form.ways; way++)
            if (add_letter(r, &form, way, letter)) return -1;
    }
    if (!form.size[0]) return 0;
    r->used += WAYS * MOST_SPELLED * length;
    r->form[r->count++] = form;
    return 0;
}

static uint32_t letters_in(const uint8_t *text, uint32_t length)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < length; i++) count += (text[i] & 0xC0) != 0x80;
    return count;
}

/* Part an article from its noun, and an "and" before the article, and read the pieces. */
static int read_word(Reader *r, const uint8_t *text, uint32_t length)
{
    uint32_t letters = letters_in(text, length), size = begins_with(text, length, text_at(r, AND_ARTICLE)), and_size;
    uint32_t article = (uint32_t)strlen((const char *)text_at(r, NOUN_ARTICLE));
    if (size && letters > 5) {
        and_size = size - article;
        return read_piece(r, text, and_size) || read_piece(r, text + and_size, article)
               || read_piece(r, text + size, length - size);
    }
    size = begins_with(text, length, text_at(r, NOUN_ARTICLE));
    if (size && letters > 3 && !is_among(text_at(r, WHOLE_NOUNS), text + size, length - size))
        return read_piece(r, text, size) || read_piece(r, text + size, length - size);
    return read_piece(r, text, length);
}

/* Read a word of ASCII, which may be several. */
static int read_plain(Reader *r, const uint8_t *folds, const uint8_t *text, uint32_t length)
{
    Form form = {.ways = 1};
    for (uint32_t i = 0; i <= length; i++) {
        uint8_t letter = i < length ? folds[text[i]] : ' ';
        if (letter == ' ' && form.size[0]) {
            if (r->count == MOST_TOKENS) return -1;
            r->form[r->count++] = form;
            form.size[0] = 0;
        } else if (letter > ' ') {
            if (r->used == ROOM) return -1;
            if (!form.size[0]) form.at[0] = r->used;
            r->text[r->used++] = letter;
            form.size[0]++;
        }
    }
    return 0;
}

static int is_space(uint8_t byte) { return byte == ' ' || (byte >= 9 && byte <= 13) || (byte >= 28 && byte <= 31); }

/* Tell whether a mark stands between two letters of a script that writes acronyms so. */
static int is_within_acronym(const Reader *r, const uint8_t *text, uint32_t length, uint32_t at)
{
    uint32_t used, script = text_at(r, ACRONYMS)[0];
    if (at < 2 || at + 1 >= length) return 0;
    const Letter *before = letter_of(r, text + at - 2, 2, &used), *after = letter_of(r, text + at + 1, length - at - 1, &used);
    return before && after && before->script == script && after->script == script;
}

/* Read all words of a name. Returns -1 where Python must. */
static int read_words(Reader *r, const uint8_t *folds, const uint8_t *text, uint32_t length, int *is_foreign)
{
    r->used = r->count = 0;
    for (uint32_t at = 0, end; at < length; at = end + 1) {
        uint32_t wide = 0;
        for (end = at; end < length && !is_space(text[end]); end++) {
            if (text[end] == '-') return -1;
            wide += text[end] >= FIRST_WIDE;
        }
        if (!wide) {
            if (read_plain(r, folds, text + at, end - at)) return -1;
            continue;
        }
        uint32_t used, last = end; /* a comma or full stop after a word says nothing of it */
        while (text[last - 1] == ',' || text[last - 1] == '.') last--;
        for (uint32_t i = at; i < last; i++)
            if (text[i] < FIRST_WIDE && (text[i] != '"' || !is_within_acronym(r, text + at, last - at, i - at))) return -1;
        if (last < end && (begins_with(text + at, last - at, text_at(r, NOUN_ARTICLE)) ||
                           begins_with(text + at, last - at, text_at(r, AND_ARTICLE))))
            return -1; /* it counts as a letter where an article is parted from its noun */
        const Letter *letter = letter_of(r, text + at, last - at, &used);
        if (!letter || read_word(r, text + at, last - at)) return -1;
        *is_foreign |= text_at(r, IS_FOREIGN)[letter->script];
    }
    return 0;
}

/* --- phrases that are known -------------------------------------------------------------------------------- */

/* Return how many words from `at` on are known as one phrase, 0 for none; `number` gets the phrase's. */
static uint32_t find_phrase(const Reader *r, uint32_t at, int64_t *number)
{
    const Phrase *phrases = (const Phrase *)text_at(r, PHRASE_FLAGS);
    uint8_t text[ROOM];
    const Form *form = r->form + at;
    int64_t first = find_text(&r->phrases, r->text + form->at[0], form->size[0]);
    for (int list = 0; first >= 0 && list < LISTS; list++)
        for (uint32_t size = 7; size; size--) {
            uint32_t length = 0, natives = 0, words = size < r->count - at ? size : r->count - at;
            if (!(phrases[first].sizes[list] >> size & 1)) continue;
            for (uint32_t i = at; i < at + words; i++) {
                if (i > at) text[length++] = ' ';
                memcpy(text + length, r->text + r->form[i].at[0], r->form[i].size[0]);
                length += r->form[i].size[0];
                natives += r->form[i].is_native;
            }
            *number = find_text(&r->phrases, text, length);
            uint8_t known = *number < 0 ? UNKNOWN : phrases[*number].is_known[list];
            if (known == ALWAYS || (known == IF_ALL_FOREIGN && natives == words)) return size;
        }
    return 0;
}

/* Write known phrases as one word; what is known is read in one way. */
static int join_known(Reader *r)
{
    r->knowns = 0;
    for (uint32_t at = 0; at < r->count;) {
        int64_t number;
        uint32_t size = find_phrase(r, at, &number);
        Form form = r->form[at];
        if (size) form.ways = 1;
        if (size > 1) {
            const uint32_t *out_at = (const uint32_t *)text_at(r, PHRASE_OUT_AT);
            uint32_t start = out_at[number], length = out_at[number + 1] - start;
            if (r->used + length > ROOM) return -1;
            form.at[0] = r->used;
            form.size[0] = length;
            memcpy(r->text + r->used, text_at(r, PHRASE_OUT) + start, length);
            r->used += length;
            for (uint32_t i = at; i < at + size && i < r->count; i++)
                if (!form.script) form.script = r->form[i].script;
        }
        r->known[r->knowns++] = form;
        at += size ? size : 1;
    }
    return 0;
}

/* --- compounds of Arabic script, as names/compounds.py writes them ------------------------------------------ */

enum { TOGETHER, SPOKEN, APART };

static void put(Reader *r, const uint8_t *text, uint32_t length)
{
    memcpy(r->reading + r->length, text, length);
    r->length += length;
}

static void put_column(Reader *r, int column) { put(r, text_at(r, column), (uint32_t)strlen((const char *)text_at(r, column))); }

static void put_space(Reader *r)
{
    if (r->length) r->reading[r->length++] = ' ';
}

static void put_article(Reader *r, const uint8_t *first, uint32_t size, const uint8_t *second, uint32_t length, int way)
{
    int is_servant = size == strlen((const char *)text_at(r, SERVANT)) && !memcmp(first, text_at(r, SERVANT), size);
    const int is_apart = is_servant && way == APART;
    put_space(r);
    put(r, first, size);
    if (!is_apart && strchr((const char *)text_at(r, SUN_LETTERS), second[0]) && (way == SPOKEN || !is_servant))
        put(r, text_at(r, ARTICLE), 1);
    else put_column(r, ARTICLE);
    if (is_apart) put_space(r);
    put(r, second, length);
}

#define SHORTEST 3 /* letters of a name that is parted from what stands before it */

static void put_parted(Reader *r, const uint8_t *word, uint32_t length, int way)
{
    uint32_t servant = begins_with(word, length, text_at(r, SERVANT)), start;
    uint32_t article = servant ? begins_with(word + servant, length - servant, text_at(r, ARTICLE)) : 0;
    if (article && length >= servant + article + SHORTEST) {
        put_article(r, word, servant, word + servant + article, length - servant - article, way);
        return;
    }
    put_space(r);
    for (int column = FATHER; column <= SON && way == APART; column++)
        if ((start = begins_with(word, length, text_at(r, column))) && length >= start + SHORTEST) {
            put(r, word, start);
            put_space(r);
            put(r, word + start, length - start);
            return;
        }
    put(r, word, length);
}

static int is_text(const Reader *r, const Form *form, int column)
{
    return strlen((const char *)text_at(r, column)) == form->size[0]
           && !memcmp(text_at(r, column), r->text + form->at[0], form->size[0]);
}

static int is_listed(const Reader *r, const Form *form, int column)
{
    return is_among(text_at(r, column), r->text + form->at[0], form->size[0]);
}

static void write_compounds(Reader *r, int way)
{
    r->length = 0;
    for (uint32_t at = 0; at < r->knowns;) {
        const Form *word = r->known + at, *next = word + 1, *last = word + 2;
        const uint8_t *text = r->text + word->at[0];
        uint32_t left = r->knowns - at;
        if (left > 2 && is_text(r, next, ARTICLE) && (is_text(r, word, SERVANT) || is_listed(r, last, AFTER_ARTICLE))) {
            put_article(r, text, word->size[0], r->text + last->at[0], last->size[0], way);
            at += 3;
        } else if (left > 1 && (is_listed(r, next, ENDS) || (is_text(r, word, FATHER) && is_listed(r, next, FATHERS)))) {
            put_space(r);
            put(r, text, word->size[0]);
            put(r, r->text + next->at[0], next->size[0]);
            at += 2;
        } else {
            put_parted(r, text, word->size[0], way);
            at++;
        }
    }
}

static int has_compounds(const Reader *r)
{
    for (uint32_t i = 0; i < r->knowns; i++) {
        const Form *word = r->known + i;
        const uint8_t *text = r->text + word->at[0];
        uint32_t servant = begins_with(text, word->size[0], text_at(r, SERVANT));
        if (is_text(r, word, ARTICLE) || is_listed(r, word, ENDS) || begins_with(text, word->size[0], text_at(r, FATHER))
            || begins_with(text, word->size[0], text_at(r, SON))
            || (servant && begins_with(text + servant, word->size[0] - servant, text_at(r, ARTICLE))))
            return 1;
    }
    return 0;
}

/* --- lines ------------------------------------------------------------------------------------------------- */

static void write_way(Reader *r, const Form *form, uint32_t count, uint32_t way)
{
    r->length = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t its = way < form[i].ways && form[i].size[way] ? way : 0;
        put_space(r);
        put(r, r->text + form[i].at[its], form[i].size[its]);
    }
}

static void keep_known(Reader *r)
{
    write_way(r, r->known, r->knowns, 0);
    r->as_known_length = r->length;
    memcpy(r->as_known, r->reading, r->length);
}

typedef struct { uint8_t *first, *end; uint32_t lines; int is_foreign; } Written;

static void write_reading(Reader *r, Written *to)
{
    begin_line(&r->line);
    for (uint32_t i = 0; i < r->length; i++) take_letter(&r->line, r->reading[i]);
    take_letter(&r->line, ' ');
    uint64_t size = write_line(&r->line, to->is_foreign, to->first, to->end);
    to->end += size;
    to->lines += size > 0;
}

static int write_lines(Reader *r, Written *to, const uint8_t *articles)
{
    uint32_t ways = 0;
    int natives = 0, is_compounding = 0;
    for (uint32_t i = 0; i < r->count; i++) natives |= r->form[i].is_native != 0;
    write_way(r, r->form, r->count, 0);
    write_reading(r, to);
    if (natives && join_known(r)) return -1;
    for (uint32_t i = 0; natives && i < r->knowns; i++) {
        if (r->known[i].ways > ways) ways = r->known[i].ways;
        is_compounding |= r->known[i].script == text_at(r, COMPOUNDING)[0];
    }
    is_compounding = is_compounding && has_compounds(r);
    if (is_compounding) keep_known(r);
    for (int way = TOGETHER; is_compounding && way <= APART; way++) {
        write_compounds(r, way);
        if (r->length != r->as_known_length || memcmp(r->reading, r->as_known, r->length)) write_reading(r, to);
    }
    for (uint32_t way = 0; way < ways; way++) {
        write_way(r, r->known, r->knowns, way);
        write_reading(r, to);
    }
    write_way(r, r->form, r->count, 0);
    begin_line(&r->line);
    for (uint32_t i = 0; i < r->length; i++) take_letter(&r->line, r->reading[i]);
    take_letter(&r->line, ' ');
    if (!has_article(&r->line, articles)) return 0;
    join_articles(&r->line, articles);
    uint64_t size = write_line(&r->line, to->is_foreign, to->first, to->end);
    to->end += size;
    to->lines += size > 0;
    return 0;
}

/* Write the lines of those texts of which `lines` has the number 255, each ended by a line break, and how many each has
 * instead of it; a text that Python must read keeps it. `order` gets the numbers of those that were read, in the order of
 * their lines. `columns` as above, the rest as `en_read_lines` has it; `out` has room for `room` bytes. Returns how
 * many bytes were written; `read` gets how many texts. */
API uint64_t en_read_others(const uint64_t *columns, uint32_t count, const uint64_t *end, const uint8_t *text,
                            const uint8_t *folds, const uint8_t *articles, uint8_t *lines, uint32_t *order, uint8_t *out,
                            uint64_t room, uint32_t *read)
{
    static Reader reader; /* callers hold Python's lock */
    Reader *r = &reader;
    uint64_t written = 0;
    *read = 0;
    r->column = columns;
    r->letter = (const Letter *)text_at(r, LETTERS);
    r->script_ways = text_at(r, SCRIPT_WAYS);
    r->phrases = texts_of(columns + PHRASES);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t start = i ? end[i - 1] : 0, length = end[i] - start;
        Written to = {out + written, out + written, 0, 0};
        if (lines[i] != NOT_READ || length > LONGEST_NAME || room - written < MOST_WRITTEN) continue;
        if (read_words(r, folds, text + start, (uint32_t)length, &to.is_foreign) || write_lines(r, &to, articles)) continue;
        lines[i] = (uint8_t)to.lines;
        order[(*read)++] = i;
        written += (uint64_t)(to.end - to.first);
    }
    return written;
}
