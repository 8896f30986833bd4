#include "dense.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "activation.h"
#include "apply.h"
#include "clones.h"
#include "vectors.h"

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

IGND_INLINE double sigmoid(double f) {
    if (f >= 0) return 1 / (1 + exp(-f));
    const double e = exp(f);
    return e / (1 + e);
}

IGND_INLINE double quotient(double numerator, double denominator) {
    return denominator > 0 && denominator < INFINITY ? numerator / denominator : 0;
}

// Loss.derivatives and Normalizer.factor, in double whatever the precision of the parameters.
IGND_INLINE double sample_factor(const ignd_objective *objective, double f, double y, double squared_norm) {
    double first = f - y, second = 1;
    if (objective->loss == ignd_loss_logistic) {
        const double p = sigmoid(f);
        first = p - y;
        second = p * (1 - p);
    }
    switch (objective->normalizer) {
        case ignd_normalizer_ignd:
            return quotient(first, objective->lambda + (second + objective->epsilon) * squared_norm);
        case ignd_normalizer_ngd: return quotient(first, fabs(first) * sqrt(squared_norm));
        case ignd_normalizer_sps: {
            const double loss = objective->loss == ignd_loss_logistic
                                    ? fmax(f, 0) + log1p(exp(-fabs(f))) - y * f
                                    : 0.5 * (f - y) * (f - y);
            return quotient((loss - objective->sps_optimum) * first,
                            objective->sps_constant * (first * first) * squared_norm);
        }
        default: return first;
    }
}

double ignd_objective_factor(const ignd_objective *objective, double prediction, double target,
                             double squared_norm) {
    return sample_factor(objective, prediction, target, squared_norm);
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
