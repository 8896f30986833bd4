#ifndef IGND_SPARSE_H
#define IGND_SPARSE_H

#include <stdint.h>

#include "dense.h"
#include "rows.h"

// Exact per-sample work of a linear model on sparse rows: f = w . x + b. The parameters are [columns+1], the bias last,
// and phi is x with a 1 behind it. Whole lists of samples a call; a sample costs its entries.
//
// A step keeps the order of apply.h: left = -rate*s, then w_j + left*x_j with a separate multiply and add.

#define IGND_DECLARE_SPARSE(REAL, SUFFIX)                                                                     \
    /* Row r has the entries offsets[r] ..< offsets[r+1], columns ascending; squared_norms[r] is its           \
       ||x||^2 + 1. Sample k is row order[k]. */                                                               \
    typedef struct {                                                                                          \
        const int64_t *offsets;                                                                               \
        const uint32_t *columns;                                                                              \
        const REAL *values;                                                                                   \
        const REAL *targets;                                                                                  \
        const REAL *squared_norms;                                                                            \
        const int32_t *order;                                                                                 \
        int64_t count;                                                                                        \
        int64_t width; /* columns of the data set: the bias's position */                                     \
    } ignd_sparse_samples_##SUFFIX;                                                                           \
    /* Sequential steps theta <- theta - rate*s*phi; marks the rows that they touch. Returns the samples done \
       before something was not finite. */                                                                    \
    int64_t ignd_sparse_local_sgd_##SUFFIX(REAL *parameters, ignd_sparse_samples_##SUFFIX samples,            \
                                           ignd_objective objective, REAL rate, ignd_row_marks *marks);       \
    /* Sequential lazy Adam steps along u = s*phi, bit for bit those of ignd_adam_rows. */                    \
    int64_t ignd_sparse_local_adam_##SUFFIX(REAL *parameters, REAL *first, REAL *second,                      \
                                            ignd_sparse_samples_##SUFFIX samples, ignd_objective objective,   \
                                            REAL rate, ignd_adam_progress *progress, ignd_row_marks *marks);  \
    /* sum += (s/divisor)*phi of each sample, in their order, at fixed parameters. */                         \
    int64_t ignd_sparse_directions_##SUFFIX(REAL *sum, const REAL *parameters,                                \
                                            ignd_sparse_samples_##SUFFIX samples, ignd_objective objective,   \
                                            REAL divisor, ignd_row_marks *marks);                             \
    void ignd_sparse_predict_##SUFFIX(const REAL *parameters, ignd_sparse_samples_##SUFFIX samples,           \
                                      REAL *predictions);

IGND_DECLARE_SPARSE(float, f32)
IGND_DECLARE_SPARSE(double, f64)

#endif
