#ifndef IGND_QUADRATIC_H
#define IGND_QUADRATIC_H

#include <stdint.h>

// Temporal-difference evaluation of a quadratic action value (appendix C of the paper):
//
//   Q(z) = w . phi(z),  phi(z) = the products z_i z_j (i <= j, row after row), then 1 if there is a bias feature,
//   delta = r + discount * Q(z') - Q(z),  loss = delta^2 / 2 with the target held fixed, so loss' = -delta,
//   direction u = s * phi(z) with s from the normalizer (Table 1),  w <- w - rate * u.
//
// Every operation is elementwise or a sum in a fixed order, with a separate multiply and add, over blocks of 16
// elements whatever the vectors of the machine are. So the bits do not depend on the machine either.

// The normalizers of Table 1.
enum { IGND_GRADIENT, IGND_GAUSS_NEWTON, IGND_NORMALISED, IGND_POLYAK };

typedef struct {
    int64_t dimension;  // of z
    int64_t bias;       // 1: phi ends in a constant 1
    int64_t normalizer;
    double discount;
    double rate;
    double epsilon, lambda;     // of IGND_GAUSS_NEWTON
    double constant, optimum;   // of IGND_POLYAK
} ignd_quadratic;

// The points z lie `stride` elements apart; the elements from `dimension` on are zero.
int64_t ignd_quadratic_stride(int64_t dimension);
// Features, the bias included: the length of w and of a direction.
int64_t ignd_quadratic_features(int64_t dimension, int64_t bias);
// Elements of working memory, 64-byte aligned.
int64_t ignd_quadratic_scratch(int64_t dimension, int64_t bias);

#define IGND_DECLARE_QUADRATIC(REAL, SUFFIX)                                                                  \
    /* One sequential step on w for each transition. A sample whose denominator is zero or not finite is      \
       skipped (Moore-Penrose). */                                                                            \
    void ignd_quadratic_steps_##SUFFIX(const ignd_quadratic *task, REAL *weights, const REAL *points,         \
                                       const REAL *next_points, const REAL *rewards, int64_t count,           \
                                       REAL *scratch);                                                        \
    /* Adds the directions u of all transitions at fixed w to `sum`. */                                       \
    void ignd_quadratic_directions_##SUFFIX(const ignd_quadratic *task, REAL *sum, const REAL *weights,       \
                                            const REAL *points, const REAL *next_points,                      \
                                            const REAL *rewards, int64_t count, REAL *scratch);

IGND_DECLARE_QUADRATIC(float, f32)
IGND_DECLARE_QUADRATIC(double, f64)

#endif
