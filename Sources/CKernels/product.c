#include "product.h"

#include <stdbool.h>

#include "clones.h"
#include "vectors.h"

#define REAL float
#define LANES 16
#define NAME(stem) stem##_f32
#include "product.inc"
#undef REAL
#undef LANES
#undef NAME

#define REAL double
#define LANES 8
#define NAME(stem) stem##_f64
#include "product.inc"
