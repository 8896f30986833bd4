#ifndef IGND_BATCH_H
#define IGND_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "dense.h"

// Many samples at once through a stack of dense layers: a matrix product for each layer and way, with what belongs
// to its elements (activation, slope) done while they are in registers. Rows are samples; every matrix starts on 64
// bytes, and its rows are whole vectors of 64 bytes that end in zeros:
//   x of a layer      [rows, inputs+2 rounded up]: the inputs, then a 1 for the bias
//   deltas of a layer [rows, outputs rounded up]
// The sums may take any order that is fixed for a machine type.

typedef struct {
    int64_t inputs, outputs;
    int32_t activation;        // behind this layer
    int32_t input_activation;  // behind the layer below
} ignd_batch_layer;

#define IGND_DECLARE_BATCH(REAL, SUFFIX)                                                                       \
    /* Elements of a layer's packed weights, and of a row of deltas; rows of x are ignd_dense_row_stride. */   \
    int64_t ignd_batch_packed_count_##SUFFIX(ignd_batch_layer layer);                                          \
    int64_t ignd_batch_delta_stride_##SUFFIX(ignd_batch_layer layer);                                          \
    /* `weights` are [outputs, inputs+1]; `packed` must be zero before the first time. The way back is packed  \
       too if it is wanted. */                                                                                 \
    void ignd_batch_pack_##SUFFIX(ignd_batch_layer layer, const REAL *weights, REAL *packed, bool way_back);   \
    /* target_b = rows[order[b]] */                                                                            \
    void ignd_batch_gather_##SUFFIX(REAL *target, const REAL *rows, int64_t stride, const int32_t *order,      \
                                    int64_t count);                                                            \
    /* next_b = activation(W x_b), then a 1. */                                                                \
    void ignd_batch_forward_##SUFFIX(ignd_batch_layer layer, const REAL *packed, const REAL *x, REAL *next,    \
                                     int64_t rows);                                                            \
    /* delta_b of the last layer, from its one output. */                                                      \
    void ignd_batch_start_##SUFFIX(ignd_batch_layer layer, const REAL *outputs, REAL *deltas, int64_t rows);   \
    /* below_b = (W^T delta_b) * slope of x_b */                                                               \
    void ignd_batch_backward_##SUFFIX(ignd_batch_layer layer, const REAL *packed, const REAL *deltas,          \
                                      const REAL *x, REAL *below, int64_t rows);                               \
    /* norms[b] += ||delta_b||^2 * ||x_b||^2 */                                                                \
    void ignd_batch_add_norms_##SUFFIX(ignd_batch_layer layer, REAL *norms, const REAL *deltas, const REAL *x, \
                                       int64_t rows);                                                          \
    /* weights[b] = s_b / divisor, from the last layer's outputs and targets[order[b]]; false when something   \
       is not finite. */                                                                                       \
    bool ignd_batch_factors_##SUFFIX(ignd_batch_layer last, const ignd_objective *objective,                   \
                                     const REAL *outputs, const REAL *norms, const REAL *targets,              \
                                     const int32_t *order, int64_t rows, REAL divisor, REAL *weights);         \
    /* deltas_b *= weights[b] */                                                                               \
    void ignd_batch_scale_##SUFFIX(ignd_batch_layer layer, REAL *deltas, const REAL *weights, int64_t rows);   \
    /* target[outputs, inputs+1] += sum over b of delta_b x_b^T */                                             \
    void ignd_batch_add_products_##SUFFIX(ignd_batch_layer layer, REAL *target, const REAL *deltas,            \
                                          const REAL *x, int64_t rows);

IGND_DECLARE_BATCH(float, f32)
IGND_DECLARE_BATCH(double, f64)

#endif
