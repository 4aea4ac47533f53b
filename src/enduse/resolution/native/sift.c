/* The quick verdict on pairs of records. Every rule is told by `sifting.py`, which this must equal to the last bit:
 * sums run in the same order. */
#include "sift.h"

#define NEVER (-60.0)
enum { MOST_PAIRS = 64, MOST_SLIPS = 2, SINGLES = 5 };
/* in the order of the findings from ANOTHER_SINGLE on; see `sifting.SINGLE` */
static const char *const SINGLE[SINGLES] = {"imoNumber", "innCode", "leiCode", "ogrnCode", "serialNumber"};

static void add(Sieve *sieve, Findings *to, Finding finding)
{
    if (to->count == to->room) {
        uint64_t room = to->room ? 2 * to->room : 64;
        Finding *grown = realloc(to->held, room * sizeof *grown);
        if (!grown) {
            sieve->failed = 1;
            return;
        }
        to->held = grown;
        to->room = room;
    }
    to->held[to->count++] = finding;
}

static double sum_of(const Findings *found)
{
    double total = 0.0;
    for (uint64_t i = 0; i < found->count; i++) total += found->held[i].bits;
    return total;
}

static int holds_value(Text field, Text value, uint8_t mark)
{
    Text part;
    while (next_part(&field, mark, &part))
        if (same_text(part, value)) return 1;
    return 0;
}

/* Find a value that both fields hold: the field itself where they are equal. */
static int shared_value(Text left, Text right, Text *found)
{
    if (!left.length || !right.length) return 0;
    *found = left;
    if (same_text(left, right)) return 1;
    for (Text rest = left; next_part(&rest, '|', found);)
        if (holds_value(right, *found, '|')) return 1;
    return 0;
}

/* -- spelling -------------------------------------------------------------------- */

static int least_of(int a, int b)
{
    return a < b ? a : b;
}

/* Tell whether so many slips (a letter more, less, another, or two neighbours swapped, none touched again) at most make
 * one text of the other. Only a band beside the diagonal is worked out. */
static int is_within(Text one, Text other, int most)
{
    while (one.length && other.length && one.at[0] == other.at[0]) {
        one = (Text){one.at + 1, one.length - 1};
        other = (Text){other.at + 1, other.length - 1};
    }
    while (one.length && other.length && one.at[one.length - 1] == other.at[other.length - 1])
        one.length--, other.length--;
    int64_t n = (int64_t)one.length, m = (int64_t)other.length, apart = n > m ? n - m : m - n;
    if (apart > most) return 0;
    if (n <= most && m <= most && (!n || !m)) return 1;
    enum { WIDE = 2 * MOST_SLIPS + 1, FAR = 1 << 20 };
    int rows[3][WIDE + 2], *before = rows[0], *last = rows[1], *now = rows[2];
    for (int o = 0; o < WIDE + 2; o++) before[o] = last[o] = now[o] = FAR;
    for (int64_t i = 0; i <= n; i++) {
        for (int o = 0; o <= 2 * most; o++) {
            int64_t j = i + o - most;
            int *place = &now[o + 1];
            *place = FAR;
            if (j < 0 || j > m) continue;
            if (!i || !j) {
                *place = (int)(i + j);
                continue;
            }
            int best = last[o + 1] + (one.at[i - 1] != other.at[j - 1]);
            best = least_of(best, o < 2 * most ? last[o + 2] + 1 : FAR);
            best = least_of(best, o ? now[o] + 1 : FAR);
            if (i > 1 && j > 1 && one.at[i - 1] == other.at[j - 2] && one.at[i - 2] == other.at[j - 1])
                best = least_of(best, before[o + 1] + 1);
            *place = best;
        }
        int *oldest = before;
        before = last;
        last = now;
        now = oldest;
    }
    return last[m - n + most + 1] <= most;
}

/* -- names ----------------------------------------------------------------------- */

typedef struct { Text words[MOST_WORDS]; int count; } Name;

static void split(Text name, Name *to)
{
    for (to->count = 0; to->count < MOST_WORDS && next_part(&name, ' ', &to->words[to->count]);) to->count++;
}

static int is_among(Text word, const Name *name)
{
    for (int i = 0; i < name->count; i++)
        if (same_text(word, name->words[i])) return 1;
    return 0;
}

static double bits_of(const Sieve *sieve, Text word)
{
    const Word *known = find_word(sieve->records, word);
    return known ? known->bits : 0.0;
}

static double sum_bits(const Sieve *sieve, const Name *name)
{
    double total = 0.0;
    for (int i = 0; i < name->count; i++)
        if (name->words[i].length > 1) total += bits_of(sieve, name->words[i]);
    return total;
}

/* Write the words with spaces between them at a place, which moves on. */
static Text write_words(uint8_t **to, const Name *name)
{
    Text written = {*to, 0};
    for (int i = 0; i < name->count; i++) {
        if (i) (*to)[written.length++] = ' ';
        memcpy(*to + written.length, name->words[i].at, name->words[i].length);
        written.length += name->words[i].length;
    }
    *to += written.length;
    return written;
}

static int sounds_alike(const Sieve *sieve, Text one, Text other)
{
    const Word *left = find_word(sieve->records, one), *right = find_word(sieve->records, other);
    return left && right && same_text(left->sound, right->sound);
}

/* Find what two different words have in common: an initial, a spelling with a slip, a sound, a short form. */
static int is_near(const Sieve *sieve, Text one, Text other, Finding *finding)
{
    const Weights *weights = sieve->weights;
    if (one.at[0] != other.at[0] && one.length < 4) return 0;
    int is_longer = one.length > other.length;
    Text brief = is_longer ? other : one, full = is_longer ? one : other;
    *finding = (Finding){INITIAL, weights->initial, one, other};
    if (brief.length == 1) return full.at[0] == brief.at[0];
    int allowed = full.length >= 8 ? 2 : full.length >= 4 ? 1 : 0;
    double less;
    if (allowed && full.length - brief.length <= (uint64_t)allowed && is_within(one, other, allowed)) {
        finding->what = SLIP;
        less = weights->slip_less;
    } else if (sounds_alike(sieve, one, other)) {
        finding->what = SOUND;
        less = weights->sound_less;
    } else if (brief.length >= 3 && full.length >= brief.length && !memcmp(full.at, brief.at, brief.length)) {
        finding->what = SHORT;
        less = weights->short_less;
    } else return 0;
    double left = bits_of(sieve, one), right = bits_of(sieve, other);
    finding->bits = (right < left ? right : left) - less;
    return 1;
}

static void take_out(Name *name, Text word)
{
    for (int i = 0; i < name->count; i++)
        if (same_text(name->words[i], word)) {
            name->count--;
            memmove(name->words + i, name->words + i + 1, (size_t)(name->count - i) * sizeof *name->words);
            return;
        }
}

static int longer_first(const void *a, const void *b)
{
    const Text *left = a, *right = b;
    if (left->length != right->length) return left->length > right->length ? -1 : 1;
    return by_bytes(a, b);
}

static void pair_near_words(Sieve *sieve, Name *mine, Name *other, Findings *to)
{
    Name ordered = *mine;
    qsort(ordered.words, (size_t)ordered.count, sizeof *ordered.words, longer_first);
    for (int i = 0; i < ordered.count; i++) {
        Finding best = {0}, next;
        int is_found = 0;
        for (int j = 0; j < other->count; j++) {
            if (!is_near(sieve, ordered.words[i], other->words[j], &next)) continue;
            if (is_found && (next.bits < best.bits
                             || (next.bits == best.bits && by_bytes(&next.right, &best.right) <= 0))) continue;
            best = next;
            is_found = 1;
        }
        if (!is_found) continue;
        add(sieve, to, best);
        take_out(mine, best.left);
        take_out(other, best.right);
    }
}

/* Tell whether two names are the same letters, wherever they are parted. */
static int are_same_letters(const Name *left, const Name *right)
{
    int word = 0, other_word = 0;
    uint64_t at = 0, other_at = 0;
    for (;;) {
        while (word < left->count && at == left->words[word].length) word++, at = 0;
        while (other_word < right->count && other_at == right->words[other_word].length) other_word++, other_at = 0;
        if (word == left->count || other_word == right->count) return word == left->count && other_word == right->count;
        if (left->words[word].at[at++] != right->words[other_word].at[other_at++]) return 0;
    }
}

/* Pair the words of two names; tell whether words of them contradict each other. */
static int align(Sieve *sieve, Text left, Text right, uint8_t *texts, Findings *to)
{
    const Weights *weights = sieve->weights;
    Name ours, theirs, same = {.count = 0}, mine = {.count = 0}, other = {.count = 0};
    Finding finding;
    split(left, &ours);
    split(right, &theirs);
    to->count = 0;
    for (int i = 0; i < ours.count; i++)
        if (is_among(ours.words[i], &theirs)) same.words[same.count++] = ours.words[i];
        else mine.words[mine.count++] = ours.words[i];
    if (same.count == ours.count && same.count == theirs.count) {
        add(sieve, to, (Finding){SAME_WORDS, sum_bits(sieve, &same), left, right});
        return 0;
    }
    if (same.count) {
        Text both = write_words(&texts, &same);
        add(sieve, to, (Finding){SOME_WORDS, sum_bits(sieve, &same), both, both});
    }
    for (int i = 0; i < theirs.count; i++)
        if (!is_among(theirs.words[i], &same)) other.words[other.count++] = theirs.words[i];
    if (mine.count && other.count && !same.count && are_same_letters(&ours, &theirs)) {
        double bits = sum_bits(sieve, theirs.count > ours.count ? &theirs : &ours);
        add(sieve, to, (Finding){SAME_LETTERS, bits, left, right});
        return 0;
    }
    if (mine.count == 1 && other.count == 1) {
        if (is_near(sieve, mine.words[0], other.words[0], &finding)) {
            add(sieve, to, finding);
            return 0;
        }
    } else pair_near_words(sieve, &mine, &other, to);
    if (!mine.count && !other.count) return 0;
    Text ours_left = write_words(&texts, &mine), theirs_left = write_words(&texts, &other);
    if (!mine.count || !other.count) {
        double bits = weights->one_side * (mine.count + other.count);
        add(sieve, to, (Finding){ONE_SIDE, bits, ours_left, theirs_left});
        return 0;
    }
    int is_first = same_text(mine.words[0], ours.words[0]) && same_text(other.words[0], theirs.words[0]);
    add(sieve, to, (Finding){is_first ? FIRST_WORD_ANOTHER : LATER_WORD_ANOTHER,
                             is_first ? weights->first_word : weights->later_word, ours_left, theirs_left});
    return 1;
}

static int make_room(Sieve *sieve, uint64_t room)
{
    if (room <= sieve->room) return 1;
    for (int i = 0; i < 2; i++) {
        uint8_t *grown = realloc(sieve->texts[i], 2 * room);
        if (!grown) return 0;
        sieve->texts[i] = grown;
    }
    sieve->room = 2 * room;
    return 1;
}

/* Find the findings of the best pair of names; tell whether words of it contradict each other. */
static int find_names(Sieve *sieve, Text left, Text right)
{
    sieve->found.count = 0;
    if (!left.length || !right.length) return 0;
    if (same_text(left, right) && !memchr(left.at, '|', left.length)) {
        Name name;
        split(left, &name);
        add(sieve, &sieve->found, (Finding){SAME_NAME, sum_bits(sieve, &name), left, right});
        return 0;
    }
    if (!make_room(sieve, 2 * (left.length + right.length))) {
        sieve->failed = 1;
        return 0;
    }
    int tried = 0, is_against = 0, best_is_against = 0;
    double best = 0.0;
    Text one, other;
    for (Text ours = left; next_part(&ours, '|', &one);)
        for (Text theirs = right; next_part(&theirs, '|', &other);) {
            if (++tried > MOST_PAIRS) break;
            is_against = align(sieve, one, other, sieve->texts[1], &sieve->trial);
            double total = sum_of(&sieve->trial);
            if (tried > 1 && total <= best) continue;
            best = total;
            best_is_against = is_against;
            Findings swapped = sieve->found;
            sieve->found = sieve->trial;
            sieve->trial = swapped;
            uint8_t *texts = sieve->texts[0];
            sieve->texts[0] = sieve->texts[1];
            sieve->texts[1] = texts;
        }
    return best_is_against;
}

/* -- dates ------------------------------------------------------------------------- */

static int year_of(Text date)
{
    int year = 0;
    for (int i = 0; i < 4; i++) year = 10 * year + date.at[i] - '0';
    return year;
}

static int compare_date(Text one, Text other)
{
    int is_whole = one.length == DAY && other.length == DAY;
    int apart = abs(year_of(one) - year_of(other));
    if (!memcmp(one.at, other.at, 4)) {
        if (!is_whole)
            return one.length > 4 && other.length > 4 && memcmp(one.at + 5, other.at + 5, 2) ? SAME_YEAR : YEAR_REST_UNKNOWN;
        if (!memcmp(one.at, other.at, DAY)) return SAME_DATE;
        if (!memcmp(one.at + 5, other.at + 8, 2) && !memcmp(one.at + 8, other.at + 5, 2)) return EXCHANGED;
        return memcmp(one.at + 5, other.at + 5, 2) ? SAME_YEAR : SAME_MONTH;
    }
    if (!is_whole) return apart <= 1 ? SAME_YEAR : ANOTHER_DATE;
    if (memcmp(one.at + 5, other.at + 5, DAY - 5)) return ANOTHER_DATE;
    return apart <= 1 || is_within((Text){one.at, 4}, (Text){other.at, 4}, 1) ? SAME_DAY_AND_MONTH : ANOTHER_DATE;
}

static int compare_dates(Text left, Text right)
{
    int best = ANOTHER_DATE;
    if (left.length == DAY && same_text(left, right)) return SAME_DATE;
    Text one, other;
    for (Text ours = left; next_part(&ours, '|', &one);)
        for (Text theirs = right; next_part(&theirs, '|', &other);) {
            int kind = compare_date(one, other);
            if (kind < best) best = kind;
        }
    return best;
}

/* -- numbers ------------------------------------------------------------------------ */

static Text value_of(Text number)
{
    const uint8_t *colon = memchr(number.at, ':', number.length);
    const uint8_t *from = colon ? colon + 1 : number.at + number.length;
    return (Text){from, (uint64_t)(number.at + number.length - from)};
}

static int is_of(Text number, const char *property)
{
    size_t length = strlen(property);
    return number.length >= length && !memcmp(number.at, property, length)
        && (number.length == length || number.at[length] == ':');
}

/* Return the first property, from 1, of which a party has one value and of which the two have different ones, else 0. */
static int single_contradicts(Text left, Text right)
{
    for (int property = 0; property < SINGLES; property++) {
        int ours_too = 0, theirs_too = 0, same = 0;
        Text one, other;
        for (Text ours = left; next_part(&ours, '|', &one);) {
            if (!is_of(one, SINGLE[property])) continue;
            ours_too = 1;
            for (Text theirs = right; next_part(&theirs, '|', &other);) {
                if (!is_of(other, SINGLE[property])) continue;
                theirs_too = 1;
                Text mine = value_of(one), yours = value_of(other);
                same |= same_text(mine, yours);
            }
        }
        if (ours_too && theirs_too && !same) return property + 1;
    }
    return 0;
}

static Text last_of_value(Text field, Text value)
{
    Text part, found = {field.at, 0};
    while (next_part(&field, '|', &part)) {
        Text held = value_of(part);
        if (same_text(held, value)) found = part;
    }
    return found;
}

static void find_number(Sieve *sieve, Text left, Text right)
{
    if (!left.length || !right.length) return;
    Text one, other, least = {NULL, 0};
    for (Text ours = left; next_part(&ours, '|', &one);)
        for (Text theirs = right; next_part(&theirs, '|', &other);) {
            Text mine = value_of(one), yours = value_of(other);
            if (same_text(mine, yours) && (!least.at || by_bytes(&mine, &least) < 0)) least = mine;
        }
    if (least.at) {
        add(sieve, &sieve->found, (Finding){SAME_NUMBER, sieve->weights->number, last_of_value(left, least),
                                            last_of_value(right, least)});
        return;
    }
    int property = single_contradicts(left, right);
    if (property)
        add(sieve, &sieve->found,
            (Finding){(uint32_t)(ANOTHER_SINGLE + property - 1), sieve->weights->another_single, left, right});
}

/* -- ways to reach somebody, and places ------------------------------------------------ */

static int is_mail(Text way)
{
    return way.length && memchr(way.at, '@', way.length) != NULL;
}

static int kinds_of(Text field)
{
    Text way;
    int kinds = 0;
    while (next_part(&field, '|', &way)) kinds |= is_mail(way) ? 1 : 2;
    return kinds;
}

static void find_reach(Sieve *sieve, Text left, Text right)
{
    if (!left.length || !right.length) return;
    Text way;
    int same = 0;
    for (Text ours = left; next_part(&ours, '|', &way);) {
        if (!holds_value(right, way, '|')) continue;
        same = 1;
        if (!is_mail(way)) add(sieve, &sieve->shared, (Finding){SAME_PHONE, sieve->weights->phone, way, way});
    }
    if (!same && kinds_of(left) & kinds_of(right))
        add(sieve, &sieve->shared, (Finding){OTHER_REACH, sieve->weights->other_reach, left, right});
}

static void find_mail(Sieve *sieve, Text left, Text right)
{
    if (!is_mail(left) || !is_mail(right)) return;
    Text way;
    while (next_part(&left, '|', &way))
        if (is_mail(way) && holds_value(right, way, '|'))
            add(sieve, &sieve->found, (Finding){SAME_MAIL, sieve->weights->mail, way, way});
}

static int count_parts(Text text, uint8_t mark)
{
    int count = 0;
    Text part;
    while (next_part(&text, mark, &part)) count++;
    return count;
}

static void find_street(Sieve *sieve, Text left, Text right)
{
    Text value, one, other, word;
    if (shared_value(left, right, &value)) {
        add(sieve, &sieve->shared, (Finding){SAME_STREET, sieve->weights->street, left, right});
        return;
    }
    for (Text ours = left; next_part(&ours, '|', &one);)
        for (Text theirs = right; next_part(&theirs, '|', &other);) {
            int mine = count_parts(one, ' '), yours = count_parts(other, ' '), least = least_of(mine, yours), same = 0;
            for (Text words = one; next_part(&words, ' ', &word);) same += holds_value(other, word, ' ');
            if (same * 2 <= least && !(least >= 2 && is_within(one, other, 2))) continue;
            add(sieve, &sieve->shared, (Finding){MUCH_OF_STREET, sieve->weights->much_of_street, one, other});
            return;
        }
}

static void find_place(Sieve *sieve, const Text *left, const Text *right)
{
    const Weights *weights = sieve->weights;
    Findings *to = &sieve->shared;
    Text value;
    if (left[COUNTRIES].length && right[COUNTRIES].length && !shared_value(left[COUNTRIES], right[COUNTRIES], &value))
        add(sieve, to, (Finding){ANOTHER_COUNTRY, weights->another_country, left[COUNTRIES], right[COUNTRIES]});
    if (shared_value(left[CODES], right[CODES], &value))
        add(sieve, to, (Finding){SAME_CODE, weights->code, value, value});
    else if (shared_value(left[CITIES], right[CITIES], &value))
        add(sieve, to, (Finding){SAME_CITY, weights->city, value, value});
    else if ((left[CODES].length && right[CODES].length) || (left[CITIES].length && right[CITIES].length))
        add(sieve, to, (Finding){ANOTHER_PLACE, weights->another_place, left[left[CODES].length ? CODES : CITIES],
                                 right[right[CODES].length ? CODES : CITIES]});
    if (left[STREETS].length && right[STREETS].length) find_street(sieve, left[STREETS], right[STREETS]);
}

static void cap_shared(Findings *shared, double cap)
{
    double total = 0.0;
    for (uint64_t i = 0; i < shared->count; i++)
        if (shared->held[i].bits > 0) total += shared->held[i].bits;
    if (total <= cap) return;
    for (uint64_t i = 0; i < shared->count; i++)
        if (shared->held[i].bits > 0) shared->held[i].bits = shared->held[i].bits * cap / total;
}

/* -- a pair --------------------------------------------------------------------------- */

void open_sieve(Sieve *sieve, const Records *records, const Weights *weights)
{
    *sieve = (Sieve){.records = records, .weights = weights};
}

void close_sieve(Sieve *sieve)
{
    free(sieve->found.held);
    free(sieve->trial.held);
    free(sieve->shared.held);
    free(sieve->texts[0]);
    free(sieve->texts[1]);
}

static int are_of_two_sorts(const Text *left, const Text *right)
{
    return left[SORT].length && right[SORT].length && !same_text(left[SORT], right[SORT]);
}

int contradict(const Text *left, const Text *right)
{
    if (are_of_two_sorts(left, right)) return 1;
    if (left[DATES].length && right[DATES].length && compare_dates(left[DATES], right[DATES]) == ANOTHER_DATE) return 1;
    return left[NUMBERS].length && right[NUMBERS].length && single_contradicts(left[NUMBERS], right[NUMBERS]);
}

void find_between(Sieve *sieve, const Text *left, const Text *right)
{
    const Weights *weights = sieve->weights;
    Findings *found = &sieve->found;
    int is_against = find_names(sieve, left[NAMES], right[NAMES]);
    if (are_of_two_sorts(left, right))
        add(sieve, found, (Finding){ANOTHER_SORT, weights->another_sort, left[SORT], right[SORT]});
    if (left[DATES].length && right[DATES].length) {
        int kind = compare_dates(left[DATES], right[DATES]);
        add(sieve, found, (Finding){(uint32_t)kind, weights->dates[kind - SAME_DATE], left[DATES], right[DATES]});
    }
    sieve->shared.count = 0;
    find_reach(sieve, left[REACH], right[REACH]);
    find_place(sieve, left, right);
    if (is_against) cap_shared(&sieve->shared, weights->household_cap);
    for (uint64_t i = 0; i < sieve->shared.count; i++) add(sieve, found, sieve->shared.held[i]);
    find_mail(sieve, left[REACH], right[REACH]);
    find_number(sieve, left[NUMBERS], right[NUMBERS]);
}

static double sift(Sieve *sieve, double start, const Text *left, const Text *right)
{
    if (!(left[NUMBERS].length && right[NUMBERS].length) && contradict(left, right)) return NEVER;
    find_between(sieve, left, right);
    double bits = start + sum_of(&sieve->found);
    if (bits > 0) {
        for (uint64_t i = 0; i < sieve->found.count; i++)
            if (sieve->found.held[i].bits > 0 && sieve->found.held[i].what > INITIAL) return bits;
        if (sieve->weights->alone_at_most < bits) return sieve->weights->alone_at_most;
    }
    return bits;
}

/* Keep of the pairs, given as lower * records + higher, those that have so many bits at least, and write their bits.
 * Returns how many were kept, -1 where memory ran out. */
PUBLIC int64_t en_sift(const Records *records, const Weights *weights, double start, double least, uint64_t *pairs,
                       uint64_t count, double *bits)
{
    Sieve sieve;
    Text left[FIELDS], right[FIELDS];
    uint64_t last = UINT64_MAX, kept = 0;
    open_sieve(&sieve, records, weights);
    for (uint64_t i = 0; i < count && !sieve.failed; i++) {
        uint64_t at = pairs[i] / records->count;
        if (at != last) read_fields(records, at, left);
        last = at;
        read_fields(records, pairs[i] % records->count, right);
        double found = sift(&sieve, start, left, right);
        if (found < least) continue;
        pairs[kept] = pairs[i];
        bits[kept++] = found;
    }
    close_sieve(&sieve);
    return sieve.failed ? -1 : (int64_t)kept;
}
