/* Taking in names while a segment is built: distinct words and distinct forms, numbered in the order of coming. */
#include "segment.h"

#include <stdlib.h>
#include <string.h>

typedef struct { /* distinct texts, numbered */
    uint8_t *text;
    uint32_t *end, *place;
    uint64_t length, room;
    uint32_t count, end_room, places;
} Texts;

typedef struct {
    Texts words, forms; /* a word of a foreign form has a star before it, as the form has */
    uint32_t *form_end, *form_word;
    uint32_t form_room, form_words, word_room;
} Forms;

static int start_texts(Texts *texts)
{
    texts->room = 1 << 16;
    texts->end_room = texts->places = 1 << 12;
    texts->text = malloc(texts->room);
    texts->end = malloc(texts->end_room * sizeof *texts->end);
    texts->place = calloc(texts->places, sizeof *texts->place);
    return texts->text && texts->end && texts->place ? 0 : -1;
}

static void free_texts(Texts *texts)
{
    free(texts->text);
    free(texts->end);
    free(texts->place);
}

static uint32_t start_of(const Texts *texts, uint32_t number) { return number ? texts->end[number - 1] : 0; }

static int grow_texts(Texts *texts, uint32_t length)
{
    if (texts->length + length > UINT32_MAX) return -1;
    while (texts->length + length > texts->room) {
        uint8_t *text = realloc(texts->text, texts->room * 2);
        if (!text) return -1;
        texts->text = text;
        texts->room *= 2;
    }
    if (texts->count == texts->end_room) {
        uint32_t *end = realloc(texts->end, 2 * (size_t)texts->end_room * sizeof *end);
        if (!end) return -1;
        texts->end = end;
        texts->end_room *= 2;
    }
    if (texts->count * 2 >= texts->places) {
        uint32_t places = texts->places * 2, *place = calloc(places, sizeof *place);
        if (!place) return -1;
        for (uint32_t i = 0; i < texts->count; i++) {
            uint32_t start = start_of(texts, i);
            uint32_t at = (uint32_t)hash_letters(texts->text + start, texts->end[i] - start) & (places - 1);
            while (place[at]) at = (at + 1) & (places - 1);
            place[at] = i + 1;
        }
        free(texts->place);
        texts->place = place;
        texts->places = places;
    }
    return 0;
}

/* Return the number of a text, a new one where it was not met before; UINT32_MAX where memory ran out. */
static uint32_t number_of(Texts *texts, const uint8_t *text, uint32_t length)
{
    if (grow_texts(texts, length)) return UINT32_MAX;
    uint32_t at = (uint32_t)hash_letters(text, length) & (texts->places - 1);
    for (; texts->place[at]; at = (at + 1) & (texts->places - 1)) {
        uint32_t number = texts->place[at] - 1, start = start_of(texts, number);
        if (texts->end[number] - start == length && !memcmp(texts->text + start, text, length)) return number;
    }
    memcpy(texts->text + texts->length, text, length);
    texts->length += length;
    texts->end[texts->count] = (uint32_t)texts->length;
    texts->place[at] = texts->count + 1;
    return texts->count++;
}

API void en_forms_free(Forms *forms)
{
    if (!forms) return;
    free_texts(&forms->words);
    free_texts(&forms->forms);
    free(forms->form_end);
    free(forms->form_word);
    free(forms);
}

/* Return an empty table, or null where memory ran out. */
API Forms *en_forms_new(void)
{
    Forms *forms = calloc(1, sizeof *forms);
    if (!forms) return NULL;
    forms->form_room = forms->word_room = 1 << 12;
    forms->form_end = malloc(forms->form_room * sizeof *forms->form_end);
    forms->form_word = malloc(forms->word_room * sizeof *forms->form_word);
    if (start_texts(&forms->words) || start_texts(&forms->forms) || !forms->form_end || !forms->form_word) {
        en_forms_free(forms);
        return NULL;
    }
    return forms;
}

/* Note the words of a form that was not met before. */
static int note_words(Forms *forms, const uint8_t *line, uint32_t length)
{
    uint8_t word[MOST_LETTERS + 1] = {'*'};
    uint32_t star = length && line[0] == '*', at = star;
    if (forms->forms.count > forms->form_room) {
        uint32_t *end = realloc(forms->form_end, 2 * (size_t)forms->form_room * sizeof *end);
        if (!end) return -1;
        forms->form_end = end;
        forms->form_room *= 2;
    }
    for (uint32_t i = at; i <= length; i++) {
        if (i < length && line[i] != ' ') continue;
        if (i > at && i - at <= MOST_LETTERS) {
            memcpy(word + star, line + at, i - at);
            uint32_t number = number_of(&forms->words, word, i - at + star);
            if (number == UINT32_MAX) return -1;
            if (forms->form_words == forms->word_room) {
                uint32_t *all = realloc(forms->form_word, 2 * (size_t)forms->word_room * sizeof *all);
                if (!all) return -1;
                forms->form_word = all;
                forms->word_room *= 2;
            }
            forms->form_word[forms->form_words++] = number;
        }
        at = i + 1;
    }
    forms->form_end[forms->forms.count - 1] = forms->form_words;
    return 0;
}

/* Take in forms, a line each; `number` gets the number of each. Returns 0, or -1 where memory ran out. */
API int en_forms_take(Forms *forms, const uint8_t *text, uint64_t length, uint32_t *number)
{
    uint64_t at = 0;
    for (uint64_t i = 0; i <= length; i++) {
        if (i < length && text[i] != '\n') continue;
        uint32_t known = forms->forms.count;
        *number = number_of(&forms->forms, text + at, (uint32_t)(i - at));
        if (*number == UINT32_MAX || (*number == known && note_words(forms, text + at, (uint32_t)(i - at)))) return -1;
        number++;
        at = i + 1;
    }
    return 0;
}

/* Tell how many there are: words, letters of all words, forms, words of all forms. */
API void en_forms_count(const Forms *forms, uint64_t *told)
{
    told[0] = forms->words.count;
    told[1] = forms->words.length;
    told[2] = forms->forms.count;
    told[3] = forms->form_words;
}

/* Give all words, one after the other, and where each ends; and of each form where its words end, and their numbers. */
API void en_forms_tell(const Forms *forms, uint8_t *text, uint32_t *end, uint32_t *form_end, uint32_t *form_word)
{
    memcpy(text, forms->words.text, forms->words.length);
    memcpy(end, forms->words.end, forms->words.count * sizeof *end);
    memcpy(form_end, forms->form_end, forms->forms.count * sizeof *form_end);
    memcpy(form_word, forms->form_word, forms->form_words * sizeof *form_word);
}

/* Lay forms out in an order: `order` gives the old number of each place. `renumbered` gets the new number of each old
 * one; `new_at` (forms + 1) and `new_word` the words. */
API void en_lay_forms(uint32_t forms, const uint32_t *at, const uint32_t *word, const uint32_t *order,
                      uint32_t *renumbered, uint32_t *new_at, uint32_t *new_word)
{
    uint32_t count = 0;
    new_at[0] = 0;
    for (uint32_t f = 0; f < forms; f++) {
        uint32_t old = order[f], words = at[old + 1] - at[old];
        renumbered[old] = f;
        memcpy(new_word + count, word + at[old], words * sizeof *word);
        new_at[f + 1] = count += words;
    }
}

/* Replace numbers of forms by those that they got. */
API void en_renumber(uint32_t count, uint32_t *number, const uint32_t *renumbered)
{
    for (uint32_t i = 0; i < count; i++) number[i] = renumbered[number[i]];
}
