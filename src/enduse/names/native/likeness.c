/* How alike two words are: `token_likeness` and `word_likeness` of names/alignment.py and what they rest on. A likeness
 * below what is asked for is given as 0, so that most words that have nothing in common are told by their letters. */
#include "scorer.h"

/* Read one to eight letters as a number, without a look beyond them. */
static uint64_t load_letters(const uint8_t *text, uint32_t count)
{
    uint64_t eight;
    uint32_t low, high;
    if (count >= 8) {
        memcpy(&eight, text, 8);
        return eight;
    }
    if (count >= 4) {
        memcpy(&low, text, 4);
        memcpy(&high, text + count - 4, 4);
        return low | (uint64_t)high << (8 * (count - 4));
    }
    return text[0] | (uint64_t)text[count >> 1] << (8 * (count >> 1)) | (uint64_t)text[count - 1] << (8 * (count - 1));
}

uint64_t hash_word(const uint8_t *text, uint32_t length)
{
    uint64_t hash = 0x9E3779B97F4A7C15u + length;
    for (uint32_t at = 0; at < length; at += 8) {
        hash = (hash ^ load_letters(text + at, length - at)) * 0xFF51AFD7ED558CCDu;
        hash ^= hash >> 32;
    }
    return hash;
}

static uint32_t set_of(const uint8_t *word, uint32_t size)
{
    uint32_t set = 0;
    for (uint32_t i = 0; i < size; i++) set |= (uint32_t)1 << (word[i] & 31);
    return set;
}

/* Make the keys of a word. */
static void make_keys(const Scorer *scorer, Word *word)
{
    uint8_t *sound = word->keys, *bone = word->keys + MOST_SOUNDS;
    memcpy(sound, word->form, word->size);
    word->sounds = sound_key(&scorer->rules, sound, word->size);
    if (memchr(word->form + 1, 'w', word->size - 1)) {
        memcpy(bone, word->form, word->size);
        word->bones = skeleton(&scorer->rules, bone, word->size);
    } else {
        memcpy(bone, sound, word->sounds);
        word->bones = keep_consonants(&scorer->rules, word->form[0], bone, word->sounds);
    }
    word->sound = sound;
    word->bone = bone;
    word->set = set_of(word->form, word->size);
    word->sound_set = set_of(sound, word->sounds);
    word->bone_set = set_of(bone, word->bones);
    word->syllables = is_korean(scorer, word->form, word->size) ? IS_KOREAN : 0;
    word->syllables |= part_chinese(scorer, word->form, word->size);
}

static void remember(Remembered *known, const Word *word)
{
    if (word->size + word->sounds + word->bones > sizeof known->text) return;
    known->size = (uint8_t)word->size;
    known->sounds = (uint8_t)word->sounds;
    known->bones = (uint8_t)word->bones;
    known->syllables = (uint8_t)word->syllables;
    known->set = word->set;
    known->sound_set = word->sound_set;
    known->bone_set = word->bone_set;
    memcpy(known->text, word->form, word->size);
    memcpy(known->text + word->size, word->sound, word->sounds);
    memcpy(known->text + word->size + word->sounds, word->bone, word->bones);
}

/* Make a word ready, or take what is remembered of it. */
void make_ready(Scorer *scorer, Word *word, const uint8_t *form, uint32_t size)
{
    Remembered *known = scorer->remembered + (hash_word(form, size) >> 32 & scorer->remembered_mask);
    word->form = form;
    word->size = size;
    if (known->size != size || memcmp(known->text, form, size)) {
        make_keys(scorer, word);
        remember(known, word);
        return;
    }
    memcpy(word->keys, known->text, sizeof known->text);
    word->sounds = known->sounds;
    word->bones = known->bones;
    word->sound = word->keys + size;
    word->bone = word->sound + word->sounds;
    word->set = known->set;
    word->sound_set = known->sound_set;
    word->bone_set = known->bone_set;
    word->syllables = known->syllables;
}

/* Count edits, a swap of neighbours as one (Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit
 * distances, 2003), the left word having 1 to 64 letters. */
static uint32_t count_short(uint64_t *places, const uint8_t *left, uint32_t size, const uint8_t *right, uint32_t length)
{
    for (uint32_t i = 0; i < size; i++) places[left[i]] |= (uint64_t)1 << i;
    uint64_t plus = ~(uint64_t)0, minus = 0, zero = 0, before = 0, last = (uint64_t)1 << (size - 1);
    uint32_t edits = size;
    for (uint32_t i = 0; i < length; i++) {
        uint64_t here = places[right[i]], swapped = ((~zero & here) << 1) & before;
        zero = (((here & plus) + plus) ^ plus) | here | minus | swapped;
        uint64_t more = minus | ~(zero | plus), less = zero & plus;
        edits += (more & last) != 0;
        edits -= (less & last) != 0;
        more = more << 1 | 1;
        plus = less << 1 | ~(zero | more);
        minus = more & zero;
        before = here;
    }
    for (uint32_t i = 0; i < size; i++) places[left[i]] = 0;
    return edits;
}

static uint32_t least_of(uint32_t one, uint32_t other) { return one < other ? one : other; }

static uint32_t count_long(const uint8_t *left, uint32_t size, const uint8_t *right, uint32_t length)
{
    uint32_t rows[3][MOST_SOUNDS + 1];
    for (uint32_t at = 0; at <= length; at++) rows[0][at] = at;
    for (uint32_t i = 1; i <= size; i++) {
        uint32_t *row = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        row[0] = i;
        for (uint32_t k = 1; k <= length; k++) {
            uint32_t best = before[k - 1] + (left[i - 1] != right[k - 1]);
            best = least_of(best, least_of(before[k], row[k - 1]) + 1);
            if (i > 1 && k > 1 && left[i - 1] == right[k - 2] && left[i - 2] == right[k - 1])
                best = least_of(best, earlier[k - 2] + 1);
            row[k] = best;
        }
    }
    return rows[size % 3][length];
}

static uint32_t count_edits(Scorer *scorer, const uint8_t *left, uint32_t size, const uint8_t *right, uint32_t length)
{
    if (!size || !length) return size + length;
    if (size > length) return count_edits(scorer, right, length, left, size);
    return size <= 64 ? count_short(scorer->places, left, size, right, length) : count_long(left, size, right, length);
}

static uint32_t most_of(uint32_t one, uint32_t other) { return one > other ? one : other; }

/* Return edits that two words with these letters need at least. */
static uint32_t fewest_edits(uint32_t size, uint32_t set, uint32_t length, uint32_t other)
{
    uint32_t apart = size > length ? size - length : length - size;
    return most_of(apart, most_of(count_of(set & ~other), count_of(other & ~set)));
}

#define IS_LIGHT 0x8000 /* a vowel or h, which comes and goes; the other bits are classes of kindred letters */

static uint32_t change_cost(const uint16_t *kindred, uint8_t left, uint8_t right)
{
    if (left == right) return 0;
    return kindred[left] & kindred[right] & ~IS_LIGHT ? 1 : 2;
}

/* Return the least cost of changes that make one sound key the other, in halves of a letter, or any number above
 * `most` where it is above that. */
static uint32_t count_changes(const uint16_t *kindred, const Word *left, const Word *right, double most)
{
    uint32_t rows[3][MOST_SOUNDS + 1], gaps[MOST_SOUNDS];
    const uint8_t *one = left->sound, *other = right->sound;
    rows[0][0] = 0;
    for (uint32_t k = 0; k < right->sounds; k++) {
        gaps[k] = kindred[other[k]] & IS_LIGHT ? 1 : 2;
        rows[0][k + 1] = rows[0][k] + gaps[k];
    }
    for (uint32_t i = 1; i <= left->sounds; i++) {
        uint32_t *row = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        uint32_t lost = kindred[one[i - 1]] & IS_LIGHT ? 1 : 2;
        uint32_t fewest = row[0] = before[0] + lost;
        for (uint32_t k = 1; k <= right->sounds; k++) {
            uint32_t best = before[k - 1] + change_cost(kindred, one[i - 1], other[k - 1]);
            best = least_of(best, least_of(before[k] + lost, row[k - 1] + gaps[k - 1]));
            if (i > 1 && k > 1 && one[i - 1] == other[k - 2] && one[i - 2] == other[k - 1])
                best = least_of(best, earlier[k - 2] + 2);
            row[k] = best;
            fewest = least_of(fewest, best);
        }
        if (fewest > most + 2) return fewest; /* a swap may yet lead past a row, for 2 */
    }
    return rows[left->sounds % 3][right->sounds];
}

static double by_sounds(const Laws *laws, const Word *left, const Word *right, uint32_t halves, uint32_t first)
{
    uint32_t longest = most_of(most_of(left->sounds, right->sounds), 1);
    double wrong = halves / 2.0;
    if (longest > 1) wrong += laws->first_letter * first / 2;
    double likeness = 1 - wrong / longest;
    return likeness > 0 ? likeness : 0;
}

static double by_letters(const Laws *laws, const uint8_t *left, uint32_t size, const uint8_t *right, uint32_t length,
                         uint32_t edits)
{
    uint32_t longest = most_of(most_of(size, length), 1);
    double wrong = edits;
    if (longest > 1 && (!size || !length || left[0] != right[0]))
        wrong = edits + (edits == 1 ? laws->first_alone : laws->first_letter);
    double likeness = 1 - wrong / longest;
    return likeness > 0 ? likeness : 0;
}

static int is_same_text(const uint8_t *left, uint32_t size, const uint8_t *right, uint32_t length)
{
    return size == length && !memcmp(left, right, size);
}

static int is_loosely_same(const uint8_t *loosely, const Word *left, const Word *right)
{
    if (left->bones != right->bones) return 0;
    for (uint32_t i = 0; i < left->bones; i++)
        if (loosely[left->bone[i]] != loosely[right->bone[i]]) return 0;
    return 1;
}

/* Write the consonants as Chinese and Japanese syllables keep them, read as spelled and as pinyin; returns how many. */
static int list_syllables(const Scorer *scorer, const Word *word, uint8_t bones[2][MOST_SOUNDS], uint32_t size[2])
{
    uint8_t *pinyin = bones[1];
    memcpy(bones[0], word->bone, word->bones);
    memcpy(pinyin, word->form, word->size);
    uint32_t length = respell(&scorer->pinyin, pinyin, word->size);
    int ways = is_same_text(pinyin, length, word->form, word->size) ? 1 : 2;
    size[0] = word->bones;
    size[1] = ways > 1 ? skeleton(&scorer->rules, pinyin, length) : 0;
    for (int way = 0; way < ways; way++)
        for (uint32_t i = 0; i < size[way]; i++) bones[way][i] = scorer->text[SYLLABLES].text[bones[way][i]];
    return ways;
}

static double by_syllables(Scorer *scorer, const Word *left, const Word *right)
{
    uint8_t one[2][MOST_SOUNDS], other[2][MOST_SOUNDS];
    uint32_t size[2], length[2];
    int ways = list_syllables(scorer, left, one, size), others = list_syllables(scorer, right, other, length);
    double best = 0;
    for (int way = 0; way < ways; way++)
        for (int its = 0; its < others; its++) {
            uint32_t longest = most_of(size[way], length[its]);
            if (longest < 3) continue;
            double edits = count_edits(scorer, one[way], size[way], other[its], length[its]);
            double likeness = scorer->laws.near_by_syllables * (1 - edits / longest);
            if (likeness > best) best = likeness;
        }
    return best;
}

static double by_consonants(Scorer *scorer, const Word *left, const Word *right, int is_foreign, double least)
{
    const Laws *laws = &scorer->laws;
    int is_few = left->bones < 3;
    if (left->bones > 1 && is_same_text(left->bone, left->bones, right->bone, right->bones))
        return (is_foreign ? laws->same_foreign : laws->same_here)[is_few];
    if (!is_foreign) return 0;
    if (left->bones > 1 && is_loosely_same(scorer->text[LOOSELY].text, left, right)) return laws->same_loosely[is_few];
    uint32_t longest = most_of(left->bones, right->bones);
    if (longest < 3) return 0;
    uint32_t edits = fewest_edits(left->bones, left->bone_set, right->bones, right->bone_set);
    double near = laws->near * (1 - (double)edits / longest);
    if (near >= least) {
        edits = count_edits(scorer, left->bone, left->bones, right->bone, right->bones);
        near = laws->near * (1 - (double)edits / longest);
    }
    double syllables = by_syllables(scorer, left, right);
    return syllables > near ? syllables : near;
}

/* Compare words by sounds that differ; 0 where that is surely less than `least`. */
static double compare_sounds(Scorer *scorer, const Word *left, const Word *right, double least)
{
    const Laws *laws = &scorer->laws;
    const uint16_t *kindred = (const uint16_t *)scorer->text[KINDRED].text;
    uint32_t first = left->sounds && right->sounds ? change_cost(kindred, left->sound[0], right->sound[0]) : 2;
    uint32_t changed = fewest_edits(left->sounds, left->sound_set, right->sounds, right->sound_set);
    if (laws->near_sound * by_sounds(laws, left, right, changed, first) < least) return 0;
    changed = count_edits(scorer, left->sound, left->sounds, right->sound, right->sounds);
    if (laws->near_sound * by_sounds(laws, left, right, changed, first) < least) return 0;
    double most = 2.0 * (1 - least / laws->near_sound) * most_of(left->sounds, right->sounds) + 1;
    return laws->near_sound * by_sounds(laws, left, right, count_changes(kindred, left, right, most), first);
}

/* Tell whether the letters of one word are the other's from the end, with few amiss. */
static int is_backwards(Scorer *scorer, const Word *left, const Word *right)
{
    uint8_t turned[MOST_SOUNDS];
    int16_t more[256];
    uint32_t size = left->size;
    if (size != right->size || left->set != right->set || size < (uint32_t)scorer->laws.shortest_backwards) return 0;
    memset(more, 0, sizeof more);
    for (uint32_t i = 0; i < size; i++) {
        more[left->form[i]]++;
        more[right->form[i]]--;
        turned[i] = right->form[size - 1 - i];
    }
    for (uint32_t i = 0; i < size; i++)
        if (more[left->form[i]]) return 0;
    return count_edits(scorer, left->form, size, turned, size) <= size / (uint32_t)scorer->laws.amiss_backwards;
}

/* Compare two words that differ, with their endings. */
static Alike compare_wholes(Scorer *scorer, const Word *left, const Word *right, int is_foreign, double least)
{
    const Laws *laws = &scorer->laws;
    uint32_t edits = fewest_edits(left->size, left->set, right->size, right->set);
    double best = by_letters(laws, left->form, left->size, right->form, right->size, edits);
    if (edits < 2 || best >= least) {
        edits = count_edits(scorer, left->form, left->size, right->form, right->size);
        best = by_letters(laws, left->form, left->size, right->form, right->size, edits);
    }
    int kin = edits == 1 ? ONE_LETTER : SIMILAR;
    if (is_same_text(left->sound, left->sounds, right->sound, right->sounds)) {
        double sound = most_of(left->size, right->size) > 3 ? laws->same_sound : laws->same_short_sound;
        if (sound > best) {
            best = sound;
            kin = SOUND;
        }
    } else {
        double sound = compare_sounds(scorer, left, right, best > least ? best : least);
        if (sound > best) best = sound;
    }
    double bones = by_consonants(scorer, left, right, is_foreign, least);
    if (bones > best) {
        best = bones;
        kin = is_foreign ? OTHER_SCRIPT : SOUND;
    }
    if (best < laws->backwards && is_backwards(scorer, left, right)) {
        best = laws->backwards;
        kin = BACKWARDS;
    }
    return best >= least ? (Alike){best, kin} : (Alike){0, SIMILAR};
}

typedef struct { uint32_t kind, length; int is_patronymic; } Ending;

/* Find the longest ending that many names share and that leaves letters enough; of length 0 where there is none. */
static Ending ending_of(const Scorer *scorer, const Word *word)
{
    const Text *endings = &scorer->text[ENDINGS];
    const uint32_t shortest = (uint32_t)scorer->laws.shortest_stem;
    const uint8_t last = word->form[word->size - 1];
    for (const uint8_t *at = endings->text, *end = at + endings->length; at < end;) {
        uint32_t length = at[1];
        if (at[1 + length] == last && length + shortest <= word->size
            && !memcmp(word->form + word->size - length, at + 2, length))
            return (Ending){*at & 31, length, *at < 'a'};
        at += length + 2;
    }
    return (Ending){0, 0, 0};
}

/* Tell whether two words differ by slips, and not by letters that one has at its end. */
static int are_slips(Scorer *scorer, const Word *left, const Word *right)
{
    if (!memcmp(left->form, right->form, left->size < right->size ? left->size : right->size)) return 0;
    uint32_t most = (uint32_t)scorer->laws.may_be_slips;
    return fewest_edits(left->size, left->set, right->size, right->set) <= most
           && count_edits(scorer, left->form, left->size, right->form, right->size) <= most;
}

/* Compare two words that differ. A likeness below `least`, which must be `least_like` or more, is given as 0. */
Alike compare_words(Scorer *scorer, const Word *left, const Word *right, int is_foreign, double least)
{
    Alike alike = compare_wholes(scorer, left, right, is_foreign, least);
    if (alike.kin != SIMILAR || is_foreign || !(alike.likeness > 0)) return alike;
    Ending mine = ending_of(scorer, left), its = ending_of(scorer, right);
    if (mine.is_patronymic != its.is_patronymic) return are_slips(scorer, left, right) ? alike : (Alike){0, SIMILAR};
    if (!mine.length || !its.length || mine.kind != its.kind || mine.is_patronymic) return alike;
    Word one, other;
    make_ready(scorer, &one, left->form, left->size - mine.length);
    make_ready(scorer, &other, right->form, right->size - its.length);
    double stems = compare_wholes(scorer, &one, &other, 0, scorer->laws.least_like).likeness;
    if (stems < alike.likeness) alike.likeness = stems;
    return alike.likeness >= least ? alike : (Alike){0, SIMILAR};
}

const Word *word_of(Pair *pair, int side, uint32_t place)
{
    Word *word = &pair->word[side][place];
    if (!(pair->ready[side] >> place & 1)) {
        const Token *token = pair->token[side] + place;
        make_ready(pair->scorer, word, form_of(pair->name[side], token), token->form_length);
        pair->ready[side] |= (uint32_t)1 << place;
    }
    return word;
}

/* Return the number of a word in the table of given names, 0 where it does not stand there. */
static uint32_t find_given(const Scorer *scorer, const uint8_t *form, uint32_t size)
{
    const uint32_t *ends = (const uint32_t *)scorer->text[GIVEN_ENDS].text;
    for (uint64_t at = hash_word(form, size) >> 32;; at++) {
        uint32_t number = scorer->given[at & scorer->given_mask];
        if (!number) return 0;
        uint32_t start = number > 1 ? ends[2 * number - 4] : 0;
        if (is_same_text(scorer->text[GIVEN_WORDS].text + start, ends[2 * number - 2] - start, form, size)) return number;
    }
}

/* Return how far two words of the table are one given name; groups stand in ascending order. */
static double given_likeness(const Scorer *scorer, uint32_t one, uint32_t other)
{
    const uint32_t *ends = (const uint32_t *)scorer->text[GIVEN_ENDS].text;
    const uint32_t *groups = (const uint32_t *)scorer->text[GIVEN_GROUPS].text;
    const double *worths = (const double *)scorer->text[GIVEN_WORTHS].text;
    if (!one || !other) return 0;
    uint32_t at = one > 1 ? ends[2 * one - 3] : 0, end = ends[2 * one - 1];
    uint32_t its = other > 1 ? ends[2 * other - 3] : 0, last = ends[2 * other - 1];
    double best = 0;
    while (at < end && its < last) {
        if (groups[at] == groups[its]) {
            double worth = worths[at] < worths[its] ? worths[at] : worths[its];
            if (worth > best) best = worth;
            at++;
            its++;
        } else if (groups[at] < groups[its]) at++;
        else its++;
    }
    return best;
}

static int is_same_group(const Name *left, const Token *one, const Name *right, const Token *other)
{
    if (one->group != other->group) return 0;
    return one->group != OF_PLACE_GROUP || is_same_text(text_at(left, one->stem_at), one->stem_length,
                                                        text_at(right, other->stem_at), other->stem_length);
}

/* Tell whether a Slavic adjective is made from the other word. */
static int is_of_place(const Scorer *scorer, const Name *left, const Token *adjective, const Name *right,
                       const Token *place)
{
    if (!(adjective->flags & IS_OF_PLACE) || place->part != NAME) return 0;
    const uint8_t *form = form_of(right, place);
    uint32_t size = place->form_length;
    while (size && scorer->rules.vowel[form[size - 1]]) size--;
    return is_same_text(form, size, text_at(left, adjective->stem_at), adjective->stem_length);
}

static int is_unlike_others(const Token *token) { return token->part == NUMBER || token->part == LEGAL_FORM; }

static int is_without_initial(const Token *token) { return token->part == PARTICLE || token->part == TITLE; }

/* Tell whether a letter may stand for a given name: one of its spellings or short forms begins with it. */
static int begins_given(const Scorer *scorer, const Name *name, const Token *token, uint8_t letter)
{
    if (!(token->flags & IS_GIVEN) || letter < 'a' || letter > 'z') return 0;
    uint32_t word = find_given(scorer, form_of(name, token), token->form_length);
    const uint32_t *letters = (const uint32_t *)scorer->text[GIVEN_INITIALS].text;
    return word && letters[word - 1] >> (letter - 'a') & 1;
}

/* Tell whether a word is a known given name in Hebrew or Arabic letters, which print no other name so. */
static int is_printed(const Scorer *scorer, const Name *name, const Token *token)
{
    if (token->native_length < 2) return 0;
    uint32_t word = find_given(scorer, form_of(name, token), token->form_length);
    const uint32_t *signs = (const uint32_t *)scorer->text[GIVEN_INITIALS].text;
    if (!word || !(signs[word - 1] >> 31)) return 0;
    const uint8_t *letter = form_of(name, token) + token->form_length;
    uint32_t code = (uint32_t)(letter[0] & 0x1F) << 6 | (letter[1] & 0x3F);
    return letter[0] >> 5 == 6 && code >= 0x590 && code <= 0x6FF;
}

/* Tell how alike two tokens are; 0 where it is less than makes an answer. */
Alike compare_tokens(Pair *pair, uint32_t left, uint32_t right)
{
    Scorer *scorer = pair->scorer;
    const Laws *laws = &scorer->laws;
    const Name *mine = pair->name[0], *its = pair->name[1];
    const Token *one = pair->token[0] + left, *other = pair->token[1] + right;
    if (is_same_form(mine, one, its, other)) return (Alike){1, SAME};
    if (one->group || other->group) {
        if (is_same_group(mine, one, its, other) && one->part == other->part)
            return (Alike){laws->same_meaning, SAME_MEANING};
        if (is_of_place(scorer, mine, one, its, other) || is_of_place(scorer, its, other, mine, one))
            return (Alike){laws->of_place, SAME_MEANING};
    }
    if (is_unlike_others(one) || is_unlike_others(other)) return (Alike){0, SIMILAR};
    if ((one->flags | other->flags) & IS_SPELLED && !one->native_length && !other->native_length)
        return (Alike){0, SIMILAR};
    if (one->part == INITIAL || other->part == INITIAL) {
        if (one->part == other->part || is_without_initial(one) || is_without_initial(other)) return (Alike){0, WITH_INITIAL};
        if (*form_of(mine, one) == *form_of(its, other)) return (Alike){laws->initial, WITH_INITIAL};
        int is_letter = one->part == INITIAL;
        uint8_t letter = is_letter ? *form_of(mine, one) : *form_of(its, other);
        int may_begin = is_letter ? begins_given(scorer, its, other, letter) : begins_given(scorer, mine, one, letter);
        return (Alike){may_begin ? laws->initial_of_form : 0, WITH_INITIAL};
    }
    if (one->flags & other->flags & IS_GIVEN) {
        double worth = given_likeness(scorer, find_given(scorer, form_of(mine, one), one->form_length),
                                      find_given(scorer, form_of(its, other), other->form_length));
        if (worth > 0 || !pair->is_foreign || is_printed(scorer, mine, one) || is_printed(scorer, its, other))
            return (Alike){worth, GIVEN_NAME};
    }
    if (!one->native_length != !other->native_length) {
        const Name *name = one->native_length ? mine : its;
        const Token *native = one->native_length ? one : other, *latin = one->native_length ? other : one;
        const NativeWord *word = find_native(scorer, form_of(name, native) + native->form_length, native->native_length);
        if (!word) return (Alike){1, UNTOLD};
        double likeness = script_likeness(scorer, word, form_of(name == mine ? its : mine, latin), latin->form_length);
        if (likeness == NOT_READ) return (Alike){1, UNTOLD};
        if (likeness >= 0) return (Alike){likeness, OTHER_SCRIPT};
    }
    Alike alike = compare_words(scorer, word_of(pair, 0, left), word_of(pair, 1, right), pair->is_foreign, pair->least);
    int are_trades = one->part == GENERIC && other->part == GENERIC && one->group && other->group;
    return are_trades && alike.kin == SIMILAR ? (Alike){0, SIMILAR} : alike;
}
