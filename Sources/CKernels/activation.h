#ifndef IGND_ACTIVATION_H
#define IGND_ACTIVATION_H

#include <math.h>
#include <stdint.h>

#include "clones.h"
#include "dense.h"

#define IGND_DEFINE_ACTIVATION(REAL, SUFFIX, TANH, EXPONENTIAL)              \
    IGND_INLINE REAL activated_##SUFFIX(int32_t activation, REAL z) {        \
        switch (activation) {                                                \
            case ignd_activation_relu: return z < 0 ? 0 : z; /* NaN stays */ \
            case ignd_activation_tanh: return TANH(z);                       \
            case ignd_activation_sigmoid: return 1 / (1 + EXPONENTIAL(-z));  \
            default: return z;                                               \
        }                                                                    \
    }                                                                        \
    /* The derivative of an activation, from its value. */                   \
    IGND_INLINE REAL slope_##SUFFIX(int32_t activation, REAL a) {            \
        switch (activation) {                                                \
            case ignd_activation_relu: return a > 0;                         \
            case ignd_activation_tanh: return 1 - a * a;                     \
            case ignd_activation_sigmoid: return a * (1 - a);                \
            default: return 1;                                               \
        }                                                                    \
    }

IGND_DEFINE_ACTIVATION(float, f32, tanhf, expf)
IGND_DEFINE_ACTIVATION(double, f64, tanh, exp)

#endif
