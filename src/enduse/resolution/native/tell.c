/* Clusters and pairs as lines of JSON, byte for byte what Python's `json` makes of them (see `telling.py`). */
#include <stdio.h>
#include "page.h"
#include "sift.h"

/* What the members of a line are called: their ids, and the numbers of their rows. */
typedef struct { const uint8_t *text; const uint64_t *starts, *rows; } Ids;

static void put_plain(Page *page, const char *text)
{
    put(page, text, strlen(text));
}

static void put_text(Page *page, Text text)
{
    uint64_t from = 0;
    char spelled[8];
    put(page, "\"", 1);
    for (uint64_t i = 0; i < text.length; i++) {
        uint8_t c = text.at[i];
        if (c >= 32 && c != '"' && c != '\\') continue;
        put(page, text.at + from, i - from);
        from = i + 1;
        const char *place = strchr("\b\f\n\r\t\"\\", c);
        if (c && place) {
            char pair[2] = {'\\', "bfnrt\"\\"[place - "\b\f\n\r\t\"\\"]};
            put(page, pair, 2);
        } else {
            snprintf(spelled, sizeof spelled, "\\u%04x", c);
            put(page, spelled, 6);
        }
    }
    put(page, text.at + from, text.length - from);
    put(page, "\"", 1);
}

/* A number rounded to so many digits (six at most) as Python spells it. */
static void put_number(Page *page, double number, int digits)
{
    char spelled[400];
    int length = snprintf(spelled, sizeof spelled, "%.*f", digits, number);
    double size = number < 0 ? -number : number;
    int millionths = size < 1e-3 && digits == 6 ? atoi(spelled + (spelled[0] == '-') + 2) : 100;
    if (millionths && millionths < 100) { /* less than 0.0001 has an exponent */
        const char *sign = spelled[0] == '-' ? "-" : "";
        char tail[32];
        if (millionths < 10) snprintf(tail, sizeof tail, "%s%de-06", sign, millionths);
        else if (millionths % 10) snprintf(tail, sizeof tail, "%s%d.%de-05", sign, millionths / 10, millionths % 10);
        else snprintf(tail, sizeof tail, "%s%de-05", sign, millionths / 10);
        put_plain(page, tail);
        return;
    }
    while (spelled[length - 1] == '0' && spelled[length - 2] != '.') length--;
    put(page, spelled, (uint64_t)length);
}

static void put_member(Page *page, const Ids *ids, uint64_t at)
{
    char row[32];
    put_plain(page, "{\"id\": ");
    put_text(page, (Text){ids->text + ids->starts[at], ids->starts[at + 1] - ids->starts[at]});
    snprintf(row, sizeof row, ", \"row\": %llu}", (unsigned long long)ids->rows[at]);
    put_plain(page, row);
}

static void put_findings(Page *page, const Findings *found, const uint64_t *starts, const uint8_t *texts)
{
    for (uint64_t i = 0; i < found->count; i++) {
        const Finding *finding = &found->held[i];
        put_plain(page, i ? ", {\"text\": " : "{\"text\": ");
        put_text(page, (Text){texts + starts[finding->what], starts[finding->what + 1] - starts[finding->what]});
        put_plain(page, ", \"left\": ");
        put_text(page, finding->left);
        put_plain(page, ", \"right\": ");
        put_text(page, finding->right);
        put_plain(page, ", \"bits\": ");
        put_number(page, finding->bits, 2);
        put_plain(page, "}");
    }
}

/* Write a line for each pair, given as lower * records + higher, with its score and findings; `texts` are what the
 * findings are called. What is at `page` must be given back. Returns 0 where memory ran out. */
PUBLIC int en_tell_pairs(const Records *records, const Weights *weights, const Ids *ids, const uint64_t *starts,
                         const uint8_t *texts, const uint64_t *pairs, const double *scores, uint64_t count, Page *page)
{
    Sieve sieve;
    Text left[FIELDS], right[FIELDS];
    *page = (Page){0};
    open_sieve(&sieve, records, weights);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t one = pairs[i] / records->count, other = pairs[i] % records->count;
        read_fields(records, one, left);
        read_fields(records, other, right);
        find_between(&sieve, left, right);
        put_plain(page, "{\"schema\": \"enduse-double/1\", \"what\": \"pair\", \"members\": [");
        put_member(page, ids, one);
        put_plain(page, ", ");
        put_member(page, ids, other);
        put_plain(page, "], \"score\": ");
        put_number(page, scores[i], 6);
        put_plain(page, ", \"reasons\": [");
        put_findings(page, &sieve.found, starts, texts);
        put_plain(page, "]}\n");
    }
    page->failed |= sieve.failed;
    close_sieve(&sieve);
    return !page->failed;
}

/* Find a pair among sorted ones; return its place, or their number where it is not among them. */
static uint64_t place_of(const uint64_t *pairs, uint64_t count, uint64_t pair)
{
    uint64_t low = 0, high = count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (pairs[middle] < pair) low = middle + 1;
        else high = middle;
    }
    return low < count && pairs[low] == pair ? low : count;
}

/* Write a line for each cluster, given as its size and its members, with the score of its weakest link among the
 * sorted pairs. Returns 0 where memory ran out. */
PUBLIC int en_tell_clusters(const Records *records, const Ids *ids, const uint64_t *pairs, const double *scores,
                            uint64_t count, const uint32_t *clusters, uint64_t length, Page *page)
{
    *page = (Page){0};
    for (uint64_t at = 0; at < length; at += 1 + clusters[at]) {
        const uint32_t *members = clusters + at + 1;
        double weakest = 2.0;
        put_plain(page, "{\"schema\": \"enduse-double/1\", \"what\": \"cluster\", \"members\": [");
        for (uint32_t i = 0; i < clusters[at]; i++) {
            if (i) put_plain(page, ", ");
            put_member(page, ids, members[i]);
            for (uint32_t j = i + 1; j < clusters[at]; j++) {
                uint64_t place = place_of(pairs, count, members[i] * records->count + members[j]);
                if (place < count && scores[place] < weakest) weakest = scores[place];
            }
        }
        put_plain(page, "], \"score\": ");
        put_number(page, weakest, 6);
        put_plain(page, ", \"reasons\": []}\n");
    }
    return !page->failed;
}

PUBLIC void en_give_back(Page *page)
{
    free(page->held);
    *page = (Page){0};
}
