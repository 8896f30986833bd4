// Every entry point of CKernels at odd sizes, on memory that is exactly as large as the headers ask for: what reads or
// writes elsewhere is seen by memcheck or a sanitizer (scripts/sanitize.sh). Results are tested elsewhere.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

static void *memory(size_t bytes) {
    void *found = NULL;
    if (posix_memalign(&found, 64, bytes > 0 ? bytes : 1) != 0) abort();
    memset(found, 0, bytes);
    return found;
}

static int64_t whole(int64_t count, size_t width) {
    const int64_t lanes = 64 / (int64_t)width;
    return (count + lanes - 1) / lanes * lanes;
}

static uint32_t state = 1;
static double number(void) {
    state = state * 1664525u + 1013904223u;
    return (double)(state >> 8) / (1 << 23) - 1;
}

// A product's list of offsets is readable up to a multiple of six.
static int32_t *offsets(int64_t count, int64_t spacing) {
    int32_t *list = memory((size_t)((count + 5) / 6 * 6) * sizeof *list);
    for (int64_t k = 0; k < count; k++) list[k] = (int32_t)(k * spacing);
    return list;
}

static uint64_t calls = 0;

#define REAL float
#define NAME(stem) stem##_f32
#include "kernels.inc"
#undef REAL
#undef NAME
#define REAL double
#define NAME(stem) stem##_f64
#include "kernels.inc"

static void plain(void) {
    for (size_t count = 0; count < 70; count++) {
        uint8_t *bytes = memory(count);
        for (size_t k = 0; k < count; k++) bytes[k] = (uint8_t)(k * 7);
        if (ignd_crc32c(0, bytes, count) != ignd_crc32c_table(0, bytes, count)) abort();
        free(bytes);
    }
    for (int64_t count = 0; count < 200; count += 7) {
        uint8_t *bytes = memory((size_t)count);
        uint32_t digest[8] = {0};
        int64_t totals[2];
        ignd_count_bytes(bytes, count, 0, 1, totals);
        if (totals[0] != count || totals[1] != 0) abort();
        ignd_sha256_blocks(digest, bytes, count / 64);
        free(bytes);
    }
    for (int64_t count = 1; count < 40; count += 3) {
        for (uint32_t bits = 1; bits < 32; bits += 5) {
            const uint32_t limit = 1u << bits;
            uint32_t *rows = memory((size_t)count * 4), *scratch = memory((size_t)count * 4);
            for (int64_t k = 0; k < count; k++) rows[k] = (uint32_t)(k * 2654435761u) % limit;
            ignd_sort_rows(rows, scratch, count, limit);
            for (int64_t k = 1; k < count; k++) {
                if (rows[k - 1] > rows[k]) abort();
            }
            free(rows);
            free(scratch);
        }
    }
}

int main(void) {
    plain();
    test_f32();
    test_f64();
    printf("%llu calls of kernels\n", (unsigned long long)calls);
    return 0;
}
