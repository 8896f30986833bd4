#ifndef IGND_PRODUCT_H
#define IGND_PRODUCT_H

#include <stdint.h>

// Matrix products whose operands lie where they are, found by lists of offsets: a convolution's windows are rows that
// overlap, so they need not be copied out, and nothing is packed: with one sample's small operands that is what a BLAS
// spends its time on, beside kernels of half the width where it does not know the processor. Sums are in an order of
// their own, fixed for a machine type.

// Elements that may be read behind the last one of a row (and are not used), and that a row is padded to.
enum { ignd_product_slack = 64 };

#define IGND_DECLARE_PRODUCT(REAL, SUFFIX)                                                                    \
    /* target[r][n] = start[r] + sum over k < terms of left[r * left_stride + left_offsets[k]] *              \
       right[right_offsets[k] + n]. A row of the target is written up to a multiple of 64 bytes. */           \
    typedef struct {                                                                                          \
        const REAL *left;                                                                                     \
        int64_t left_stride;                                                                                  \
        const int32_t *left_offsets;                                                                          \
        const REAL *right;                                                                                    \
        const int32_t *right_offsets;                                                                         \
        const REAL *start; /* null: zero */                                                                   \
        int64_t start_stride;                                                                                 \
        REAL *target;                                                                                         \
        int64_t target_stride;                                                                                \
        int64_t rows, columns, terms;                                                                         \
    } ignd_product_##SUFFIX;                                                                                  \
    void ignd_multiply_##SUFFIX(const ignd_product_##SUFFIX *product);                                        \
    /* target[r][k] = sum over n < count of left[r * left_stride + n] * right[right_offsets[k] + n]. Behind   \
       `count` the rows of the left are zero up to a multiple of 64 bytes; the list of offsets is readable up \
       to a multiple of six. */                                                                               \
    typedef struct {                                                                                          \
        const REAL *left;                                                                                     \
        int64_t left_stride;                                                                                  \
        const REAL *right;                                                                                    \
        const int32_t *right_offsets;                                                                         \
        REAL *target;                                                                                         \
        int64_t target_stride;                                                                                \
        int64_t rows, terms, count;                                                                           \
    } ignd_correlation_##SUFFIX;                                                                              \
    void ignd_correlate_##SUFFIX(const ignd_correlation_##SUFFIX *correlation);

IGND_DECLARE_PRODUCT(float, f32)
IGND_DECLARE_PRODUCT(double, f64)

#endif
