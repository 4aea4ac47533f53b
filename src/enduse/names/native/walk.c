/* Add up the odds of all walks through a word of another script and a Latin spelling; see names/letters.py, which
   tells what a walk is and does the same in Python. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

enum { MOST = 26 }; /* 24 letters, the sign of the end, and one place more */
static const double FAINT = 1e-5;

/* Steps of a unit as packed: their number, the chunks as numbers in ascending order, the odds. */
static double find_odds(const char *steps, uint64_t chunk) {
    uint64_t low = 0, high, key;
    double odds = 0;
    memcpy(&high, steps, 8);
    const char *keys = steps + 8, *all = keys + 8 * high;
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        memcpy(&key, keys + 8 * middle, 8);
        if (key == chunk) {
            memcpy(&odds, all + 8 * middle, 8);
            return odds;
        }
        if (key < chunk) low = middle + 1; else high = middle;
    }
    return 0;
}

/* Take every step that the unit knows from each place that was reached. */
static void take(const double *row, double *onward, const char *steps, const char *latin, uint32_t size,
                 uint32_t most, double left_out) {
    double least = 0;
    for (uint32_t place = 0; place <= size; place++)
        if (row[place] > least) least = row[place];
    least *= FAINT;
    int is_listed = steps && find_odds(steps, 0) != 0;
    for (uint32_t place = 0; place <= size; place++) {
        if (!(row[place] > least)) continue;
        uint64_t chunk = 0;
        uint32_t last = place + most < size ? place + most : size;
        for (uint32_t end = place; steps && end <= last; end++) {
            if (end > place) chunk = chunk << 8 | (unsigned char)latin[end - 1];
            double odds = find_odds(steps, chunk);
            if (odds != 0) onward[end] += row[place] * odds;
        }
        if (left_out != 0 && !is_listed) onward[place] += row[place] * left_out;
    }
}

/* `singles` holds the steps of each of `count` units and of the end, `pairs` those of each unit with the next;
   `latin` ends with the sign of the end and has `size` letters; `extras` are the odds of a letter put in.
   Returns the odds, negative where the words are too long. */
EXPORT double en_walk(const char *const *singles, const char *const *pairs, uint32_t count, const char *latin,
                      uint32_t size, uint32_t most, const double *extras, double unknown) {
    double rows[MOST + 1][MOST + 1];
    if (count + 2 > MOST || size >= MOST) return -1;
    memset(rows, 0, sizeof rows);
    rows[0][0] = 1;
    for (uint32_t at = 0; at <= count; at++) {
        double *row = rows[at];
        for (uint32_t place = 0; place + 1 < size; place++) row[place + 1] += row[place] * extras[place];
        if (at < count) {
            double listed = singles[at] ? find_odds(singles[at], 0) : 0;
            take(row, rows[at + 1], singles[at], latin, size, most, listed != 0 ? listed : unknown);
            if (pairs[at]) take(row, rows[at + 2], pairs[at], latin, size, most, 0);
        } else {
            take(row, rows[at + 1], singles[at], latin, size, most, 0);
        }
    }
    return rows[count + 1][size];
}
