#include "lstm.h"

#include <string.h>

#include "clones.h"
#include "vectors.h"

#define REAL float
#define LANES 16
#define NAME(stem) stem##_f32
#include "lstm.inc"
#undef REAL
#undef LANES
#undef NAME

#define REAL double
#define LANES 8
#define NAME(stem) stem##_f64
#include "lstm.inc"
