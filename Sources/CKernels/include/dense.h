#ifndef IGND_DENSE_H
#define IGND_DENSE_H

#include <stdint.h>

// Exact per-sample steps through a stack of dense layers with a scalar output, one sample at a time.
//
// In the flat parameter buffer a layer is [outputs, inputs+1], row-major, the bias as last column. The kernels
// work on a packed copy: transposed, rows padded to 64 bytes. So an inactive unit (a ReLU at zero, a one-hot
// input at zero) costs nothing in the forward pass, the backward pass and the update alike.
//
// A direction's sums may take any order that is fixed for a machine type. The parameter update itself keeps the
// order of apply.h: left = s*delta, then (-rate*left_i)*x_j with a separate multiply and add.

enum { ignd_activation_identity = 0, ignd_activation_relu = 1, ignd_activation_tanh = 2, ignd_activation_sigmoid = 3 };
enum { ignd_loss_squared = 0, ignd_loss_logistic = 1 };
enum { ignd_normalizer_none = 0, ignd_normalizer_ignd = 1, ignd_normalizer_ngd = 2, ignd_normalizer_sps = 3 };

// More layers than anybody stacks without connections around them.
enum { ignd_dense_layer_limit = 64 };

typedef struct {
    int32_t inputs;
    int32_t outputs;
    int32_t activation;
    int64_t offset;  // of this layer in the flat parameters
} ignd_dense_layer;

typedef struct {
    const ignd_dense_layer *layers;  // the last has one output
    int64_t count;
} ignd_dense_network;

// Loss and normalizer: how a sample's factor s follows from prediction, target and squared norm (Table 1).
typedef struct {
    int32_t loss;
    int32_t normalizer;
    double epsilon;
    double lambda;
    double sps_constant;
    double sps_optimum;
} ignd_objective;

typedef struct {
    double beta1, beta2, epsilon;
    double first_power, second_power;  // beta^t of the last step; advanced with every step
} ignd_adam_progress;

// s for one sample; zero where the denominator is zero or not finite.
double ignd_objective_factor(const ignd_objective *objective, double prediction, double target,
                             double squared_norm);

#define IGND_DECLARE_DENSE(REAL, SUFFIX)                                                                      \
    /* Samples: row r of `rows` is [inputs, 1, 0...], `stride` elements long (a multiple of 64 bytes with at  \
       least inputs+2 elements), 64-byte aligned; sample k is row order[k]. */                                \
    typedef struct {                                                                                          \
        const REAL *rows;                                                                                     \
        int64_t stride;                                                                                       \
        const REAL *targets;                                                                                  \
        const int32_t *order;                                                                                 \
        int64_t count;                                                                                        \
    } ignd_samples_##SUFFIX;                                                                                  \
    /* Where a layer's factors of each sample are written: left [count, outputs], right [count, inputs+1].    \
       Null: not wanted. */                                                                                   \
    typedef struct {                                                                                          \
        REAL *left;                                                                                           \
        REAL *right;                                                                                          \
    } ignd_factors_##SUFFIX;                                                                                  \
    /* Elements of a row of samples, of the packed parameters, and bytes of scratch (zero at first use). */   \
    int64_t ignd_dense_row_stride_##SUFFIX(int64_t inputs);                                                   \
    int64_t ignd_dense_packed_count_##SUFFIX(ignd_dense_network network);                                     \
    int64_t ignd_dense_scratch_bytes_##SUFFIX(ignd_dense_network network);                                    \
    /* `packed` must be zero before the first time: its padding is never written. */                          \
    void ignd_dense_pack_##SUFFIX(ignd_dense_network network, const REAL *flat, REAL *packed);                \
    void ignd_dense_unpack_##SUFFIX(ignd_dense_network network, const REAL *packed, REAL *flat);              \
    /* Sequential steps theta <- theta - rate*s*phi. `factors` (null or one a layer) takes left = s*delta     \
       times -rate, and right = x. Returns the samples done before something was not finite. */               \
    int64_t ignd_dense_local_sgd_##SUFFIX(ignd_dense_network network, REAL *packed, void *scratch,            \
                                          ignd_samples_##SUFFIX samples, ignd_objective objective, REAL rate, \
                                          const ignd_factors_##SUFFIX *factors);                              \
    /* Sequential Adam steps along u = s*phi (appendix C), bit for bit those of ignd_adam. `direction` is     \
       room for one packed direction, zero at first use. */                                                   \
    int64_t ignd_dense_local_adam_##SUFFIX(ignd_dense_network network, REAL *packed, REAL *first,             \
                                           REAL *second, REAL *direction, void *scratch,                      \
                                           ignd_samples_##SUFFIX samples, ignd_objective objective,           \
                                           REAL rate, ignd_adam_progress *progress);                          \
    /* Unscaled factors delta and x of every sample at fixed parameters, with prediction and squared norm. */ \
    void ignd_dense_factors_##SUFFIX(ignd_dense_network network, const REAL *packed, void *scratch,           \
                                     ignd_samples_##SUFFIX samples, const ignd_factors_##SUFFIX *factors,     \
                                     REAL *predictions, REAL *squared_norms);

IGND_DECLARE_DENSE(float, f32)
IGND_DECLARE_DENSE(double, f64)

#endif
