#include "product.h"

#include <stdbool.h>

#include "clones.h"
#include "vectors.h"

// Tiles of sums that fit the registers: 32 wide ones of AVX-512, or 16 or 32 smaller ones.
#if defined(__x86_64__) && defined(__linux__)
static bool has_wide_registers(void) { return __builtin_cpu_supports("avx512f"); }
#else
static bool has_wide_registers(void) { return false; }
#endif

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
