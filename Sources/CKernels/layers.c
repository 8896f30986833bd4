#include "layers.h"

#include <string.h>

#include "clones.h"
#include "vectors.h"

enum { DIGIT_BITS = 11 };

// Sorts by the upper half: two or three passes over digits, the first ones left out where all numbers share a digit.
static uint64_t *sort_by_number(uint64_t *keys, uint64_t *other, int64_t count, uint32_t most) {
    for (int shift = 32; shift < 64 && most >> (shift - 32) != 0; shift += DIGIT_BITS) {
        uint32_t starts[1 << DIGIT_BITS] = {0};
        const uint64_t mask = (1 << DIGIT_BITS) - 1;
        for (int64_t i = 0; i < count; i++) starts[keys[i] >> shift & mask]++;
        uint32_t start = 0;
        for (uint64_t digit = 0; digit <= mask; digit++) {
            const uint32_t here = starts[digit];
            starts[digit] = start;
            start += here;
        }
        for (int64_t i = 0; i < count; i++) other[starts[keys[i] >> shift & mask]++] = keys[i];
        uint64_t *swap = keys;
        keys = other;
        other = swap;
    }
    return keys;
}

#define REAL float
#define LANES 16
#define NAME(stem) stem##_f32
#include "layers.inc"
#undef REAL
#undef LANES
#undef NAME

#define REAL double
#define LANES 8
#define NAME(stem) stem##_f64
#include "layers.inc"
