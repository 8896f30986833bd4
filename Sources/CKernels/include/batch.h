#ifndef IGND_BATCH_H
#define IGND_BATCH_H

#include <stdint.h>

#include "dense.h"

// What stands between the matrix products when many samples go through a stack of dense layers at once: rows are
// samples, `stride` elements apart.

#define IGND_DECLARE_BATCH(REAL, SUFFIX)                                                                      \
    /* z becomes the next layer's x: activation, then a 1 behind the units. */                                \
    void ignd_batch_activate_##SUFFIX(REAL *values, int64_t stride, int64_t rows, int64_t units,              \
                                      int32_t activation);                                                    \
    /* deltas *= activation's derivative, from its value. */                                                  \
    void ignd_batch_slope_##SUFFIX(REAL *deltas, int64_t delta_stride, const REAL *values, int64_t stride,    \
                                   int64_t rows, int64_t units, int32_t activation);                          \
    /* norms[b] += ||delta_b||^2 * ||x_b||^2 */                                                               \
    void ignd_batch_add_norms_##SUFFIX(REAL *norms, const REAL *deltas, int64_t delta_stride, int64_t units,  \
                                       const REAL *x, int64_t stride, int64_t columns, int64_t rows);         \
    /* target_b = factors[b] * source_b */                                                                    \
    void ignd_batch_scale_rows_##SUFFIX(REAL *target, int64_t target_stride, const REAL *source,              \
                                        int64_t stride, const REAL *factors, int64_t rows, int64_t units);

IGND_DECLARE_BATCH(float, f32)
IGND_DECLARE_BATCH(double, f64)

#endif
