#ifndef IGND_LAYERS_H
#define IGND_LAYERS_H

#include <stdint.h>

#include "dense.h"

// What the layers of a network are made of beside the matrix products, for one sample at a time. Sums are in an order
// of their own, fixed for a machine type.

// The windows of a convolution as rows: one for each [channel, row, column] of a window, `block` elements apart, with
// an element for each position of the output.
typedef struct {
    int64_t channels, height, width, kernel, stride, padding, output_height, output_width, block;
} ignd_windows;

#define IGND_DECLARE_LAYERS(REAL, SUFFIX)                                                                        \
    REAL ignd_sum_of_squares_##SUFFIX(const REAL *values, int64_t count);                                        \
    REAL ignd_sum_##SUFFIX(const REAL *values, int64_t count);                                                   \
    /* target[i] = sum over j of weights[i][j] * x[j] + weights[i][columns-1]: the bias is the last column. */   \
    void ignd_affine_##SUFFIX(REAL *target, const REAL *weights, const REAL *x, int64_t rows, int64_t columns);  \
    /* target[j] = sum over i of left[i] * weights[i][j], j < count <= columns; rows with a zero are skipped. */ \
    void ignd_combine_rows_##SUFFIX(REAL *target, const REAL *weights, const REAL *left, int64_t rows,           \
                                    int64_t columns, int64_t count);                                             \
    /* target[i] = activation(source[i]), tanh and sigmoid by vectors, within 4 units in the last place. */      \
    void ignd_activate_##SUFFIX(REAL *target, const REAL *source, int64_t count, int32_t activation);            \
    /* delta[i] *= the activation's derivative, from its value. */                                               \
    void ignd_multiply_by_slope_##SUFFIX(REAL *delta, const REAL *values, int64_t count, int32_t activation);    \
    /* Largest element of each size x size window, left and upper edges first; `places` [channels, height /      \
       size, width / size] says which of the window's elements it was. */                                        \
    void ignd_pool_##SUFFIX(REAL *target, uint16_t *places, const REAL *source, int64_t channels,                \
                            int64_t height, int64_t width, int64_t size);                                        \
    /* The way back: each delta goes to its window's place, all else is zero. */                                 \
    void ignd_unpool_##SUFFIX(REAL *target, const uint16_t *places, const REAL *delta, int64_t channels,         \
                              int64_t height, int64_t width, int64_t size);                                      \
    /* `blocks` of `rows` rows of `columns` elements, from one spacing to another; they may be the same memory   \
       where the target's spacing is nowhere wider. */                                                           \
    void ignd_copy_rows_##SUFFIX(REAL *target, int64_t target_block, int64_t target_stride, const REAL *source,  \
                                 int64_t source_block, int64_t source_stride, int64_t blocks, int64_t rows,      \
                                 int64_t columns);                                                               \
    /* A picture's windows: what lies outside it is not written, so the target is zero at first use. And the     \
       way back: target [channels, height, width] takes the sums. */                                             \
    void ignd_gather_windows_##SUFFIX(REAL *target, const REAL *picture, ignd_windows windows);                  \
    void ignd_scatter_windows_##SUFFIX(REAL *target, const REAL *rows, ignd_windows windows);                    \
    /* target += the sum of scales[n] times row numbers[n] of a table [..., width]. */                           \
    void ignd_add_table_rows_##SUFFIX(REAL *target, const REAL *table, const uint32_t *numbers, const REAL *scales, \
                                int64_t count, int64_t width);                                                   \
    void ignd_gather_rows_##SUFFIX(REAL *target, const REAL *table, const uint32_t *numbers, int64_t count,      \
                                   int64_t width);                                                               \
    /* Sums the rows of delta [count, width] that belong to the same number: `touched` takes the numbers,        \
       ascending, `sums` [touched, width] their sums in the order of the rows. `scratch` has room for 2 * count. \
       Returns how many numbers there are. */                                                                    \
    int64_t ignd_sum_rows_##SUFFIX(REAL *sums, uint32_t *touched, const REAL *delta, const uint32_t *numbers,    \
                                   int64_t count, int64_t width, uint64_t *scratch);

IGND_DECLARE_LAYERS(float, f32)
IGND_DECLARE_LAYERS(double, f64)

#endif
