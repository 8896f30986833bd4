#include "apply.h"

#include <math.h>
#include <string.h>

#include "clones.h"
#include "vectors.h"

// Never fused, never reassociated: see apply.h.
#pragma clang fp contract(off)

#define REAL float
#define LANES 16
#define NAME(stem) stem##_f32
#define SQUARE_ROOT __builtin_elementwise_sqrt  // unlike sqrtf it touches no errno, so that loops vectorise
#define BITS uint32_t
#include "apply.inc"
#undef REAL
#undef LANES
#undef NAME
#undef SQUARE_ROOT
#undef BITS

#define REAL double
#define LANES 8
#define NAME(stem) stem##_f64
#define SQUARE_ROOT __builtin_elementwise_sqrt
#define BITS uint64_t
#include "apply.inc"
