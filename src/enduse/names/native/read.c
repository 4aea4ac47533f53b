/* Take names apart as names/tokens.py does, and pack them as names/packing.py does, to the byte. */

#include "packs.h"

/* --- words ------------------------------------------------------------------------------------------------- */

static void begin(Reading *name)
{
    name->folded_length = name->used = name->words = name->folded_words = name->drafts = 0;
    name->in_run = name->is_cut = 0;
}

/* Take the next word of the folded name; single letters in a row become one word if `joins`. */
static void take_word(Reading *name, const Rules *rules, const uint8_t *text, uint32_t length, const uint8_t *native,
                      uint32_t native_length, int joins)
{
    int is_letter = joins && length == 1 && text[0] >= 'a', joined = is_letter && name->in_run;
    name->in_run = is_letter;
    name->folded_words++;
    if (!joined) name->words++;
    if (name->words > rules->most_words) {
        name->is_cut = 1;
        return;
    }
    Word *word = name->word + name->words - 1;
    if (!joined) {
        if (name->used) name->text[name->used++] = ' ';
        *word = (Word){.at = name->used, .native = native, .native_length = native_length};
    }
    uint32_t room = rules->most_letters - word->length, kept = length < room ? length : room;
    memcpy(name->text + name->used, text, kept);
    name->used += kept;
    word->length += kept;
    word->is_spelled = (uint32_t)joined;
    if (kept < length) name->is_cut = 1;
}

/* Fold a text and take its words. Returns 0, or -1 where it has letters that are not folded by themselves, or is too long
 * for a pack. */
static int fold(Reading *name, const Rules *rules, const uint8_t *text, uint64_t length, int joins)
{
    const Folds *folds = &rules->folds;
    uint32_t count = name->folded_length, start = 0, used;
    int in_word = 0;
    for (uint64_t i = 0; i < length; i += used) {
        const uint8_t *letters = folds->plain + (text[i] & 127);
        uint32_t size = *letters > 0;
        used = 1;
        if (text[i] >= FIRST_WIDE) {
            if (!(letters = fold_wide(folds, text + i, length - i, &used))) return -1;
            size = *letters++;
        }
        for (; size; size--, letters++) {
            if (*letters > ' ') {
                if (count >= LONGEST_PACK) return -1;
                if (!in_word) {
                    if (count) name->folded[count++] = ' ';
                    start = count;
                    in_word = 1;
                }
                name->folded[count++] = *letters;
            } else if (in_word) {
                take_word(name, rules, name->folded + start, count - start, NULL, 0, joins);
                in_word = 0;
            }
        }
    }
    if (in_word) take_word(name, rules, name->folded + start, count - start, NULL, 0, joins);
    name->folded_length = count;
    return 0;
}

static int is_letter(uint8_t byte) { return (byte | 32) >= 'a' && (byte | 32) <= 'z'; }

/* Return where in a person's name, all ASCII, the comma stands behind a family name printed first; 0 where none does. */
static uint64_t comma_of(const uint8_t *text, uint64_t length)
{
    uint64_t comma = 0, letters[2] = {0, 0};
    uint8_t first[2] = {0, 0};
    for (uint64_t i = 0; i < length; i++) {
        if (text[i] == ',') {
            if (comma || !i) return 0;
            comma = i;
        } else if (text[i] >= FIRST_WIDE) {
            return 0;
        } else if (is_letter(text[i])) {
            if (comma && letters[1] < 2) first[letters[1]] = text[i] | 32;
            letters[comma > 0]++;
        }
    }
    int is_senior = letters[1] == 2 && first[0] == 's' && first[1] == 'r';
    return letters[0] && letters[1] && !is_senior ? comma : 0;
}

/* Fold a name, a person's with the given name first. */
static int fold_name(Reading *name, const Rules *rules, const uint8_t *text, uint64_t length, int is_person)
{
    uint64_t comma = is_person ? comma_of(text, length) : 0;
    if (!comma) return fold(name, rules, text, length, !is_person);
    return fold(name, rules, text + comma + 1, length - comma - 1, 0) || fold(name, rules, text, comma, 0);
}

/* Take words that were folded elsewhere: form, zero, letters as printed, zero for each. Returns 0, or -1 as above. */
static int take_folded(Reading *name, const Rules *rules, const uint8_t *pairs, uint64_t length, int joins)
{
    uint32_t count = 0;
    for (uint64_t at = 0; at < length;) {
        uint64_t end = at, last;
        for (; end < length && pairs[end]; end++)
            if (pairs[end] >= 128) return -1;
        for (last = end + 1; last < length && pairs[last];) last++;
        if (last >= length || end == at || end - at + count + 1 > LONGEST_PACK) return -1;
        if (last - end > LONGEST_PACK) return -1;
        if (count) name->folded[count++] = ' ';
        memcpy(name->folded + count, pairs + at, end - at);
        take_word(name, rules, name->folded + count, (uint32_t)(end - at), pairs + end + 1, (uint32_t)(last - end - 1),
                  joins);
        count += (uint32_t)(end - at);
        at = last + 1;
    }
    name->folded_length = count;
    return 0;
}

/* --- numbers ----------------------------------------------------------------------------------------------- */

static uint32_t ending_of(const Vocabulary *all, uint32_t list, const uint8_t *text, uint32_t length)
{
    const Ending *ending = all->ending[list];
    if (!length || !(all->last[list] >> (text[length - 1] & 63) & 1)) return 0;
    for (uint32_t i = 0; i < all->endings[list]; i++, ending++) {
        uint32_t size = ending->length;
        if (size <= length && text[length - 1] == ending->text[size - 1]
            && !memcmp(text + length - size, ending->text, size))
            return size;
    }
    return 0;
}

/* Return how many digits a word of digits has without leading zeros, perhaps with the ending of a rank; 0 for others.
 * `at` tells where they begin. */
static uint32_t read_digits(const Vocabulary *all, const uint8_t *text, uint32_t length, uint32_t *at)
{
    uint32_t zeros = 0, end;
    while (zeros < length && text[zeros] == '0') zeros++;
    for (end = zeros; end < length && text[end] <= '9';) end++;
    *at = end == zeros && zeros ? zeros - 1 : zeros;
    if (end == *at || end - *at > 12) return 0;
    return end == length || ending_of(all, RANKS - ADJECTIVES, text + end, length - end) == length - end ? end - *at : 0;
}

static uint32_t number_of(const Vocabulary *all, const Word *word)
{
    return word->entry ? all->record[word->entry->record].number : 0;
}

/* Return the number below ten that a word writes, 0 where it writes none. */
static uint32_t unit_of(const Vocabulary *all, const Reading *name, const Word *word)
{
    uint32_t at, digits = read_digits(all, name->text + word->at, word->length, &at), value = number_of(all, word);
    if (digits) return digits == 1 ? name->text[word->at + at] - '0' : 0;
    return value && value < 11 ? value - 1 : 0;
}

static int is_last(const Vocabulary *all, const Reading *name, uint32_t words, uint32_t at)
{
    if (at < 2) return 0;
    for (uint32_t i = at + 1; i < words; i++) {
        const Entry *entry = name->word[i].entry;
        if (!entry || !all->record[entry->record].word[LEGAL_FORM]) return 0;
    }
    return 1;
}

static uint32_t write_number(uint8_t *digits, uint32_t value)
{
    uint8_t reversed[12];
    uint32_t count = 0;
    do reversed[count++] = (uint8_t)('0' + value % 10);
    while (value /= 10);
    for (uint32_t i = 0; i < count; i++) digits[i] = reversed[count - 1 - i];
    return count;
}

/* Return how many words from `at` on write one number, 0 for none. */
static uint32_t draft_number(const Vocabulary *all, const Reading *name, uint32_t words, uint32_t at, Draft *draft)
{
    const Word *word = name->word + at;
    uint32_t start, digits = read_digits(all, name->text + word->at, word->length, &start), value, size = 1;
    draft->form = name->text + word->at + start;
    if (!digits) {
        value = number_of(all, word);
        if (!value && word->entry && (word->length > 1 || is_last(all, name, words, at))) {
            value = all->record[word->entry->record].roman;
        } else if (value > 20 && value <= 100 && at + 1 < words) {
            uint32_t unit = unit_of(all, name, word + 1);
            value += unit;
            size += unit > 0;
        }
        if (!value) return 0;
        digits = write_number(draft->digits, value - 1);
        draft->form = draft->digits;
    }
    draft->token = all->rules.plain[A_NUMBER];
    draft->token.form_length = (uint16_t)digits;
    return size;
}

/* --- lists ------------------------------------------------------------------------------------------------- */

/* Tell whether a person's particle is part of the name here: an initial, "Ben" before all other words, and a family
 * name such as "Le" before or after two others. */
static int is_name(const Vocabulary *all, const Reading *name, uint32_t words, uint32_t at, uint32_t found)
{
    const Word *word = name->word + at;
    if (word->length == 1) return 1;
    if (word->entry->is_given & A_FAMILY && words > AROUND_FAMILY && (!at || at + 1 == words)) return 1;
    return !at && words > 1 && all->pattern[found - 1][0].flags & IS_SON_OF && word->entry->is_given & A_GIVEN;
}

/* Return the number of the pattern that a list has for some words from `at` on, 0 for none. */
static uint32_t find_phrase(const Vocabulary *all, const Reading *name, uint32_t words, uint32_t at, uint32_t size,
                            uint32_t part)
{
    const Word *first = name->word + at, *last = first + size - 1;
    uint32_t length = last->at + last->length - first->at;
    const Entry *entry = size == 1 ? first->entry : find_word(all, name->text + first->at, length);
    uint32_t found = entry ? all->record[entry->record].word[part] : 0;
    if (!found) return 0;
    if (part == LEGAL_FORM && length <= all->rules.short_form && at && at + size < words) return 0;
    return size == 1 && length == 1 && part != PARTICLE ? 0 : found;
}

/* Return the number of the pattern of the generic word that has the same stem, 0 for none. */
static uint32_t find_stem(const Vocabulary *all, const Reading *name, const Word *word)
{
    const uint8_t *text = name->text + word->at;
    if (word->length <= all->rules.shortest_stem) return 0;
    uint32_t ending = ending_of(all, 0, text, word->length);
    if (!ending || word->length - ending < all->rules.shortest_stem) return 0;
    const Entry *entry = find_word(all, text, word->length - ending);
    return entry ? all->record[entry->record].stem : 0;
}

/* Return how many words from `at` on stand in a list, 0 for none. */
static uint32_t draft_listed(const Vocabulary *all, const Reading *name, uint32_t words, uint32_t at,
                             const Manner *manner, Draft *draft)
{
    const Word *word = name->word + at;
    uint32_t record = word->entry ? word->entry->record : 0, found = 0, size = 1;
    for (uint32_t i = 0; record && i < manner->lists && !found; i++) {
        uint32_t sizes = all->record[record].sizes[manner->list[i]];
        for (size = sizes == 2 ? 1 : MOST_PHRASE; sizes && size; size--)
            if (sizes >> size & 1 && size <= words - at
                && (found = find_phrase(all, name, words, at, size, manner->list[i]))) {
                int is_particle = size == 1 && manner->is_person && manner->list[i] == PARTICLE;
                if (!is_particle || !is_name(all, name, words, at, found)) break;
                found = 0;
            }
    }
    if (!found) {
        size = 1;
        if (!manner->is_person) found = find_stem(all, name, word);
        if (!found) return 0;
    }
    const Word *last = word + size - 1;
    draft->token = all->pattern[found - 1][manner->is_firm];
    draft->form = name->text + word->at;
    draft->token.form_length = (uint16_t)(last->at + last->length - word->at);
    return size;
}

/* --- other words ------------------------------------------------------------------------------------------- */

static int is_vowel(const Rules *rules, uint8_t letter)
{
    for (const uint8_t *vowel = rules->vowels; *vowel; vowel++)
        if (*vowel == letter) return 1;
    return 0;
}

/* Return the length of what an adjective in -sk- is made from, 0 where the word is none. */
static uint32_t stem_of_place(const Vocabulary *all, const uint8_t *text, uint32_t length)
{
    uint32_t ending = length > all->rules.shortest_place ? ending_of(all, 1, text, length) : 0;
    if (!ending) return 0;
    length -= ending;
    while (length && is_vowel(&all->rules, text[length - 1])) length--;
    return length >= all->rules.shortest_place ? length : 0;
}

static double at_most(double weight, double most) { return weight < most ? weight : most; }

static void draft_plain(const Vocabulary *all, const Reading *name, const Word *word, const Manner *manner, Draft *draft)
{
    const Rules *rules = &all->rules;
    const uint8_t *text = name->text + word->at;
    uint32_t digits = 0, stem = 0;
    for (uint32_t i = 0; i < word->length; i++) digits += text[i] <= '9';
    if (digits && digits * 2 >= word->length) draft->token = rules->plain[A_NUMBER];
    else if (word->length == 1) draft->token = rules->plain[AN_INITIAL];
    else {
        uint32_t common = 0, is_given = word->entry && word->entry->is_given & A_GIVEN && !manner->is_firm;
        if (word->entry) common = manner->is_firm ? word->entry->in_firms : word->entry->in_persons;
        if (manner->is_firm) stem = stem_of_place(all, text, word->length);
        draft->token = rules->plain[stem ? A_NAME_OF_PLACE : is_given ? A_GIVEN_NAME : A_NAME];
        draft->token.weight = at_most(rules->by_length[word->length], rules->by_commonness[common]);
        draft->token.stem_length = (uint16_t)stem;
    }
    draft->form = draft->stem = text;
    draft->token.form_length = (uint16_t)word->length;
}

/* --- packs ------------------------------------------------------------------------------------------------- */

static void draft_tokens(const Vocabulary *all, Reading *name, const Manner *manner)
{
    uint32_t words = name->words < all->rules.most_words ? name->words : all->rules.most_words;
    for (uint32_t i = 0; i < words; i++)
        name->word[i].entry = find_word(all, name->text + name->word[i].at, name->word[i].length);
    for (uint32_t at = 0; at < words;) {
        Draft *draft = name->draft + name->drafts++;
        uint32_t size = !manner->is_person ? draft_number(all, name, words, at, draft) : 0;
        if (!size) size = draft_listed(all, name, words, at, manner, draft);
        if (!size) {
            draft_plain(all, name, name->word + at, manner, draft);
            size = 1;
        }
        if (name->word[at].is_spelled && draft->token.part == NAME) draft->token.flags |= IS_SPELLED;
        draft->first = at;
        draft->words = size;
        at += size;
    }
}

/* Set the lengths of the printed letters of the tokens: none where letters were written together. Returns all. */
static uint64_t count_native(Reading *name)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < name->drafts; i++) {
        Draft *draft = name->draft + i;
        uint64_t length = 0;
        for (uint32_t at = draft->first; at < draft->first + draft->words && name->words == name->folded_words; at++)
            if (name->word[at].native_length) length += name->word[at].native_length + (length > 0);
        if (length > LONGEST_PACK) return length;
        draft->token.native_length = (uint16_t)length;
        sum += length;
    }
    return sum;
}

static uint32_t put_text(uint8_t *pack, uint32_t at, const uint8_t *text, uint32_t length)
{
    memcpy(pack + at, text, length);
    return at + length;
}

static uint32_t put_native(uint8_t *pack, uint32_t at, const Reading *name, const Draft *draft)
{
    const uint32_t start = at;
    for (uint32_t i = draft->first; draft->token.native_length && i < draft->first + draft->words; i++) {
        const Word *word = name->word + i;
        if (!word->native_length) continue;
        if (at > start) pack[at++] = ' ';
        at = put_text(pack, at, word->native, word->native_length);
    }
    return at;
}

/* Write the pack of the name that was read. Returns its address, 0 where it is too long; `failed` where memory ran
 * out. */
static uint64_t pack(const Vocabulary *all, Packs *packs, int is_foreign, int *failed)
{
    Reading *name = &packs->reading;
    uint64_t length = sizeof(Name) + name->drafts * sizeof(Token) + name->folded_length + count_native(name);
    for (uint32_t i = 0; i < name->drafts; i++)
        length += name->draft[i].token.form_length + name->draft[i].token.stem_length;
    if (length + 8 > LONGEST_PACK) return 0;
    uint32_t whole = (uint32_t)(length + 7) / 8 * 8, at = (uint32_t)(sizeof(Name) + name->drafts * sizeof(Token));
    uint8_t *made = take_room(packs, whole);
    if (!made) {
        *failed = 1;
        return 0;
    }
    Name head = {.length = whole, .tokens = (uint8_t)name->drafts, .is_foreign = (uint8_t)is_foreign,
                 .cut = (uint8_t)name->is_cut, .folded_at = (uint16_t)at,
                 .folded_length = (uint16_t)name->folded_length};
    at = put_text(made, at, name->folded, name->folded_length);
    for (uint32_t i = 0; i < name->drafts; i++) {
        Draft *draft = name->draft + i;
        draft->token.form_at = (uint16_t)at;
        at = put_text(made, at, draft->form, draft->token.form_length);
        at = put_native(made, at, name, draft);
        if (draft->token.stem_length) draft->token.stem_at = (uint16_t)at;
        if (draft->token.stem_length) at = put_text(made, at, draft->stem, draft->token.stem_length);
        memcpy(made + sizeof head + i * sizeof(Token), &draft->token, sizeof(Token));
        if (draft->token.weight > all->rules.telling) head.flags |= HAS_WEIGHT;
        if (draft->token.native_length) head.flags |= HAS_NATIVE;
    }
    memcpy(made, &head, sizeof head);
    memset(made + at, 0, whole - at);
    return (uint64_t)(uintptr_t)made;
}

static uint64_t read_name(const Vocabulary *all, Packs *packs, const uint8_t *text, uint64_t length, uint32_t kind,
                          int is_folded, int is_foreign, int *failed)
{
    Reading *name = &packs->reading;
    if (kind >= KINDS) return 0;
    const Manner *manner = all->rules.manner + kind;
    begin(name);
    if (is_folded ? take_folded(name, &all->rules, text, length, !manner->is_person)
                  : fold_name(name, &all->rules, text, length, manner->is_person))
        return 0;
    draft_tokens(all, name, manner);
    return pack(all, packs, is_foreign, failed);
}

/* Read names; `end` is where each ends in `text`. `out` has the address of each pack, 0 for a name with letters that are
 * not folded by themselves or too long for one. Returns 0, or -1 where memory ran out; the same for the others. */
API int en_read_many(const Vocabulary *all, Packs *packs, uint32_t count, const uint8_t *text, const uint64_t *end,
                     const uint8_t *kind, uint64_t *out)
{
    int failed = 0;
    for (uint32_t i = 0; i < count && !failed; i++) {
        uint64_t start = i ? end[i - 1] : 0;
        out[i] = read_name(all, packs, text + start, end[i] - start, kind[i], 0, 0, &failed);
    }
    return -failed;
}

/* Return what a column of texts has at a row, null where it has nothing or the places are not its own. */
static const uint8_t *text_of(const Column *column, uint32_t row, uint64_t *length)
{
    if (row >= column->rows) return NULL;
    uint32_t from = column->start[row], to = column->start[row + 1];
    if (from > to || to > column->length) return NULL;
    *length = to - from;
    return column->length ? column->text + from : (const uint8_t *)"";
}

/* Tell whether the first letter of what a row says is of another script than Latin. */
static uint8_t begins_otherwise(const Column *column, uint32_t row)
{
    uint64_t size = 0;
    const uint8_t *pairs = text_of(column + 1, row, &size);
    return pairs && size && *pairs & BEGINS_OTHERWISE;
}

/* Read what a row says, as `en_read_rows` does. */
static uint64_t read_row(const Vocabulary *all, const Vocabulary *wide, Packs *packs, const Column *column, uint32_t row,
                         uint32_t kind, int *is_wide, int *failed)
{
    uint64_t length = 0, size = 0;
    const uint8_t *pairs = text_of(column + 1, row, &size), *text = text_of(column, row, &length);
    if (!pairs || !size) return text ? read_name(all, packs, text, length, kind, 0, 0, failed) : 0;
    const Vocabulary *its = *pairs & IN_LATIN ? all : wide;
    *is_wide |= !its;
    return its ? read_name(its, packs, pairs + 1, size - 1, kind, 1, *pairs & OF_SYLLABLES, failed) : 0;
}

/* Read what rows of segments say: names in Latin letters by the value, others as `folded` has them, where it does (see
 * `pack_folded` of names/packs.py). `column` has these two for each segment, `which` the segment of each row. `wide` is
 * the vocabulary with words in other scripts, or null. `signs` tells of each row whether its first letter is of another
 * script. Returns as `en_read_many`, or 1 where `wide` is wanted and was not there. */
API int en_read_rows(const Vocabulary *all, const Vocabulary *wide, Packs *packs, uint32_t count, const Column *column,
                     const uint32_t *which, const uint32_t *row, const uint8_t *kind, uint64_t *out, uint8_t *signs)
{
    int failed = 0, is_wide = 0;
    for (uint32_t i = 0; i < count && !failed; i++) {
        signs[i] = begins_otherwise(column + 2 * which[i], row[i]);
        out[i] = read_row(all, wide, packs, column + 2 * which[i], row[i], kind[i], &is_wide, &failed);
    }
    return failed ? -1 : is_wide;
}

/* Return the place of a row among those kept, whether it stands there or not. */
static KeptRow *place_of_row(const Rows *rows, uint64_t at, uint32_t kind)
{
    const Kept *kept = rows->kept;
    uint64_t row = ((uint64_t)rows->which[at] << 34 | (uint64_t)rows->row[at] << 2 | kind) + 1;
    uint64_t place = (row * 0x9E3779B97F4A7C15u) >> 32 & kept->mask;
    while (kept->place[place].row && kept->place[place].row != row) place = (place + 1) & kept->mask;
    return kept->place + place;
}

/* Take the pack of a row that was read before; false where it was not. */
static int take_kept(Rows *rows, uint64_t at, uint32_t kind)
{
    const KeptRow *known = rows->kept ? place_of_row(rows, at, kind) : NULL;
    if (!known || !known->row) return 0;
    rows->is_latin[at] = known->pack & KEPT_LATIN;
    rows->pack[at] = known->pack & ~(uint64_t)KEPT_LATIN;
    return 1;
}

/* Keep the pack of a row, of which it is known in which script it begins. */
static void keep_row(Rows *rows, uint64_t at, uint32_t kind, uint64_t pack)
{
    Kept *kept = rows->kept;
    if (!kept || kept->rows >= kept->most) return;
    KeptRow *place = place_of_row(rows, at, kind);
    kept->rows += !place->row;
    place->row = ((uint64_t)rows->which[at] << 34 | (uint64_t)rows->row[at] << 2 | kind) + 1;
    place->pack = pack | (rows->is_latin[at] ? KEPT_LATIN : 0);
}

/* See rows.h. A zero among letters of which nothing says how they fold may be followed by any script. */
int tell_scripts(Rows *rows, uint64_t from, uint64_t to, uint32_t kind)
{
    int is_told = 1;
    for (uint64_t at = from; at < to && at < rows->count; at++) {
        if (rows->pack[at] != NOT_READ_YET) {
            is_told &= rows->pack[at] != LEFT_TO_PYTHON;
            continue;
        }
        if (take_kept(rows, at, kind)) continue;
        const Column *column = rows->column + 2 * rows->which[at];
        uint64_t size = 0, length = 0;
        const uint8_t *pairs = text_of(column + 1, rows->row[at], &size), *text = text_of(column, rows->row[at], &length);
        rows->is_latin[at] = !begins_otherwise(column, rows->row[at]);
        if ((pairs && size) || (text && !memchr(text, 0, length))) continue;
        rows->pack[at] = LEFT_TO_PYTHON;
        rows->is_any_left = 1;
        is_told = 0;
    }
    return is_told;
}

const Name *pack_of(Rows *rows, uint64_t at, uint32_t kind)
{
    if (rows->pack[at] == NOT_READ_YET && at < rows->count && !take_kept(rows, at, kind)) {
        int failed = 0, is_wide = 0;
        void *packs = rows->kept && rows->kept->rows < rows->kept->most ? rows->kept_packs : rows->packs;
        uint64_t pack = read_row(rows->vocabulary, rows->wide, packs, rows->column + 2 * rows->which[at],
                                 rows->row[at], kind, &is_wide, &failed);
        rows->has_failed |= (uint64_t)failed;
        rows->is_wide_wanted |= (uint64_t)is_wide;
        rows->is_any_left |= !pack && !is_wide;
        if (pack || !is_wide) rows->pack[at] = pack ? pack : LEFT_TO_PYTHON;
        if (pack) keep_row(rows, at, kind, pack);
    }
    return rows->pack[at] < PACKED ? NULL : (const Name *)(uintptr_t)rows->pack[at];
}

/* Read names whose words were folded elsewhere (see `take_folded`); `is_foreign` tells which names are. */
API int en_read_folded(const Vocabulary *all, Packs *packs, uint32_t count, const uint8_t *pairs, const uint64_t *end,
                       const uint8_t *kind, const uint8_t *is_foreign, uint64_t *out)
{
    int failed = 0;
    for (uint32_t i = 0; i < count && !failed; i++) {
        uint64_t start = i ? end[i - 1] : 0;
        out[i] = read_name(all, packs, pairs + start, end[i] - start, kind[i], 1, is_foreign[i], &failed);
    }
    return -failed;
}
