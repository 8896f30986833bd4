#include "quadratic.h"

#include <math.h>
#include <string.h>

#include "clones.h"

// Never fused, never reassociated: see quadratic.h.
#pragma clang fp contract(off)

// Elements of a block of features, and of a piece of a row of products.
enum { BLOCK = 16, PIECE = 8 };
// How many samples the features are computed ahead of the weights that need them: the sums of one sample wait for
// the step of the sample before, and the features of later samples fill that time.
enum { AHEAD = 8 };

static int64_t rounded_up(int64_t count, int64_t multiple) { return (count + multiple - 1) / multiple * multiple; }

int64_t ignd_quadratic_stride(int64_t dimension) { return rounded_up(dimension + PIECE - 1, PIECE); }

int64_t ignd_quadratic_features(int64_t dimension, int64_t bias) {
    return dimension * (dimension + 1) / 2 + (bias ? 1 : 0);
}

// Elements that hold all features and the overhang of the last rows' pieces.
static int64_t padded_features(int64_t dimension, int64_t bias) {
    return rounded_up(ignd_quadratic_features(dimension, bias) + PIECE - 1, BLOCK);
}

int64_t ignd_quadratic_scratch(int64_t dimension, int64_t bias) {
    return (2 + 2 * AHEAD) * padded_features(dimension, bias);
}

#define REAL float
#define NAME(stem) stem##_f32
#define SQUARE_ROOT sqrtf
#include "quadratic.inc"
#undef REAL
#undef NAME
#undef SQUARE_ROOT

#define REAL double
#define NAME(stem) stem##_f64
#define SQUARE_ROOT sqrt
#include "quadratic.inc"
