#include "batch.h"

#include <stdbool.h>
#include <string.h>

#include "activation.h"
#include "clones.h"
#include "objective.h"
#include "vectors.h"

// What a product does with its sums while they are in registers.
enum { FORWARD, BACKWARD, ADD };

#define REAL float
#define LANES 16
#define NAME(stem) stem##_f32
#include "batch.inc"
#undef REAL
#undef LANES
#undef NAME

#define REAL double
#define LANES 8
#define NAME(stem) stem##_f64
#include "batch.inc"
