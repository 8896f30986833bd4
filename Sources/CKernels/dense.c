#include "dense.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "activation.h"
#include "apply.h"
#include "clones.h"
#include "objective.h"

// Positions of the set bits of a byte, in ascending order: how a list of active units is made without a branch
// for each unit.
typedef uint8_t bytes8 __attribute__((ext_vector_type(8)));
typedef int32_t words8 __attribute__((ext_vector_type(8)));
static bytes8 set_bits[256];

__attribute__((constructor)) static void fill_set_bits(void) {
    for (int mask = 0; mask < 256; mask++) {
        int count = 0;
        for (uint8_t bit = 0; bit < 8; bit++) {
            if (mask >> bit & 1) set_bits[mask][count++] = bit;
        }
    }
}

double ignd_objective_factor(const ignd_objective *objective, double prediction, double target,
                             double squared_norm) {
    return sample_factor(objective, prediction, target, squared_norm);
}

// Four vectors' sums at once: pairs are folded together, so four sums cost little more than one.
typedef float vector_f32 __attribute__((ext_vector_type(16)));
typedef double vector_f64 __attribute__((ext_vector_type(8)));

IGND_INLINE void four_sums_f32(const vector_f32 *v, float *sums) {
#define FOLD(a, b) \
    (__builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) \
     + __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
    const vector_f32 ab = FOLD(v[0], v[1]), cd = FOLD(v[2], v[3]);
#undef FOLD
    vector_f32 t =
        __builtin_shufflevector(ab, cd, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
        + __builtin_shufflevector(ab, cd, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    t = t + __builtin_shufflevector(t, t, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
    t = t + __builtin_shufflevector(t, t, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
    for (int i = 0; i < 4; i++) sums[i] = t[4 * i];
}

IGND_INLINE void four_sums_f64(const vector_f64 *v, double *sums) {
#define FOLD(a, b) \
    (__builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11) \
     + __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15))
    const vector_f64 ab = FOLD(v[0], v[1]), cd = FOLD(v[2], v[3]);
#undef FOLD
    vector_f64 t = __builtin_shufflevector(ab, cd, 0, 1, 4, 5, 8, 9, 12, 13)
                   + __builtin_shufflevector(ab, cd, 2, 3, 6, 7, 10, 11, 14, 15);
    t = t + __builtin_shufflevector(t, t, 1, 0, 3, 2, 5, 4, 7, 6);
    for (int i = 0; i < 4; i++) sums[i] = t[2 * i];
}

#define REAL float
#define LANES 16
#define NAME(stem) stem##_f32
#include "dense.inc"
#undef REAL
#undef LANES
#undef NAME

#define REAL double
#define LANES 8
#define NAME(stem) stem##_f64
#include "dense.inc"
