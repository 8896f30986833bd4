#include "rows.h"

#include <string.h>

// Digits of up to 11 bits: their counts stay in the nearest cache.
enum { DIGIT_BITS = 11 };

// One pass of a radix sort, stable, by the `bits` bits from `shift` on.
static void sort_by_digit(uint32_t *target, const uint32_t *rows, int64_t count, int shift, int bits) {
    int64_t places[1 << DIGIT_BITS] = {0};
    const uint32_t mask = (1u << bits) - 1;
    for (int64_t k = 0; k < count; k++) places[rows[k] >> shift & mask]++;
    int64_t next = 0;
    for (uint32_t digit = 0; digit <= mask; digit++) {
        const int64_t size = places[digit];
        places[digit] = next;
        next += size;
    }
    for (int64_t k = 0; k < count; k++) target[places[rows[k] >> shift & mask]++] = rows[k];
}

void ignd_sort_rows(uint32_t *rows, uint32_t *scratch, int64_t count, uint32_t limit) {
    int width = 1;
    while (width < 32 && (limit - 1) >> width != 0) width++;
    const int passes = (width + DIGIT_BITS - 1) / DIGIT_BITS, bits = (width + passes - 1) / passes;
    uint32_t *source = rows, *target = scratch;
    for (int pass = 0; pass < passes; pass++) {
        sort_by_digit(target, source, count, pass * bits, bits);
        uint32_t *const sorted = target;
        target = source;
        source = sorted;
    }
    if (source != rows) memcpy(rows, source, (size_t)count * sizeof *rows);
}
