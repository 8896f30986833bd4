#include "batch.h"

#include "activation.h"
#include "clones.h"

#define REAL float
#define NAME(stem) stem##_f32
#include "batch.inc"
#undef REAL
#undef NAME

#define REAL double
#define NAME(stem) stem##_f64
#include "batch.inc"
