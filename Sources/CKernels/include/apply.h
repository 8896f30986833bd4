#ifndef IGND_APPLY_H
#define IGND_APPLY_H

#include <stdbool.h>
#include <stdint.h>

// The kernels that change parameters. Their evaluation order is part of the product: elementwise, a separate
// multiply and add, terms in ascending order, no fused multiply-add. So every copy of the parameters agrees to
// the bit: the server's, each worker's, a replay's, on every type of machine.

#define IGND_DECLARE_APPLY(REAL, SUFFIX)                                                                      \
    /* target[i*columns+j] += (scale * left[i]) * right[j] */                                                 \
    void ignd_add_outer_##SUFFIX(REAL *target, int64_t rows, int64_t columns, REAL scale, const REAL *left,   \
                                 const REAL *right);                                                          \
    /* The same for each of `rank` terms in turn, [rank, rows] and [rank, columns]: the bits are those of     \
       ignd_add_outer term by term. */                                                                        \
    void ignd_add_outers_##SUFFIX(REAL *target, int64_t rows, int64_t columns, REAL scale, int64_t rank,      \
                                  const REAL *left, const REAL *right);                                       \
    /* target[i] += scale * values[i] */                                                                      \
    void ignd_add_scaled_##SUFFIX(REAL *target, REAL scale, const REAL *values, int64_t count);               \
    /* target[rows[k]*columns+j] += scale * values[k*columns+j] */                                            \
    void ignd_add_rows_##SUFFIX(REAL *target, REAL scale, const uint32_t *rows, const REAL *values,           \
                                int64_t count, int64_t columns);                                              \
    /* target[i] = target[i] * scale */                                                                       \
    void ignd_scale_##SUFFIX(REAL *target, REAL scale, int64_t count);                                        \
    /* target[i] = end[i] - start[i] */                                                                       \
    void ignd_difference_##SUFFIX(REAL *target, const REAL *end, const REAL *start, int64_t count);           \
    /* One Adam step along `direction`; the powers are beta^t of this step. */                                \
    void ignd_adam_##SUFFIX(REAL *parameters, REAL *first, REAL *second, const REAL *direction,               \
                            int64_t count, REAL rate, REAL beta1, REAL beta2, REAL epsilon,                   \
                            REAL first_power, REAL second_power);                                             \
    /* The same step for some rows only; `direction` is [count, columns]. */                                  \
    void ignd_adam_rows_##SUFFIX(REAL *parameters, REAL *first, REAL *second, const uint32_t *rows,           \
                                 const REAL *direction, int64_t count, int64_t columns, REAL rate,            \
                                 REAL beta1, REAL beta2, REAL epsilon, REAL first_power,                      \
                                 REAL second_power);                                                          \
    /* The largest absolute value; NaN if any value is not a number. */                                       \
    REAL ignd_largest_magnitude_##SUFFIX(const REAL *values, int64_t count);

IGND_DECLARE_APPLY(float, f32)
IGND_DECLARE_APPLY(double, f64)

#endif
