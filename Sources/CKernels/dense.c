#include "dense.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "activation.h"
#include "apply.h"
#include "clones.h"
#include "objective.h"
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
