#ifndef IGND_VECTORS_H
#define IGND_VECTORS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "clones.h"

// Vectors of 64 bytes, one register of AVX-512 or several smaller ones, and what stands on them. Helpers take them by
// pointer: by value they would have a different calling convention in each clone.

typedef float vector_f32 __attribute__((ext_vector_type(16)));
typedef double vector_f64 __attribute__((ext_vector_type(8)));
// The same where it may lie anywhere.
typedef float loose_f32 __attribute__((ext_vector_type(16), aligned(4)));
typedef double loose_f64 __attribute__((ext_vector_type(8), aligned(8)));
typedef uint32_t bits_f32 __attribute__((ext_vector_type(16)));
typedef uint64_t bits_f64 __attribute__((ext_vector_type(8)));

typedef uint16_t places_f32 __attribute__((ext_vector_type(16), aligned(2)));
typedef uint16_t places_f64 __attribute__((ext_vector_type(8), aligned(2)));

// Whether sums may fill 32 registers of 64 bytes; elsewhere there are 16 or 32 smaller ones.
#if defined(__x86_64__) && defined(__linux__)
IGND_INLINE bool has_wide_registers(void) { return __builtin_cpu_supports("avx512f"); }
#else
IGND_INLINE bool has_wide_registers(void) { return false; }
#endif

// a0, b0, a1, b1 ...
IGND_INLINE void interleave_f32(const vector_f32 *a, const vector_f32 *b, vector_f32 *low, vector_f32 *high) {
    *low = __builtin_shufflevector(*a, *b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    *high = __builtin_shufflevector(*a, *b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

IGND_INLINE void interleave_f64(const vector_f64 *a, const vector_f64 *b, vector_f64 *low, vector_f64 *high) {
    *low = __builtin_shufflevector(*a, *b, 0, 8, 1, 9, 2, 10, 3, 11);
    *high = __builtin_shufflevector(*a, *b, 4, 12, 5, 13, 6, 14, 7, 15);
}

// Four vectors' sums at once: pairs are folded together, so four sums cost little more than one.
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
#define BITS uint32_t
#define LANES 16
#define NAME(stem) stem##_f32
#define ROUNDER 0x1.8p23f
#define MANTISSA 23
#define BIAS 127
#define LEAST -87.0f
#define MOST 88.0f
#define LN2_HIGH 0x1.62e4p-1f
#define LN2_LOW 0x1.7f7d1cp-20f
#define TERMS 7
#include "vectors.inc"

#define REAL double
#define BITS uint64_t
#define LANES 8
#define NAME(stem) stem##_f64
#define ROUNDER 0x1.8p52
#define MANTISSA 52
#define BIAS 1023
#define LEAST -708.0
#define MOST 709.0
#define LN2_HIGH 0x1.62e42fefap-1
#define LN2_LOW 0x1.cf79abc9e3b3ap-40
#define TERMS 13
#include "vectors.inc"

#endif
