#include "sparse.h"

#include <math.h>
#include <stdbool.h>

#include "apply.h"
#include "clones.h"
#include "objective.h"

// Steps are never fused, never reassociated: see apply.h. The sum of a prediction has an order of its own.
#pragma clang fp contract(off)

// How many samples ahead a row's place and its entries are fetched; and from which size on the parameters are fetched
// for the next sample, because they do not lie in a near cache anyway.
enum { PLACE_AHEAD = 12, ENTRIES_AHEAD = 6, NEAR_CACHE_BYTES = 256 * 1024 };

// Entries that Adam gathers at once.
enum { GATHERED = 64 };

IGND_INLINE void mark(ignd_row_marks *marks, uint32_t row) {
    if (__builtin_expect(marks->stamps[row] != marks->stamp, 0)) {
        marks->stamps[row] = marks->stamp;
        marks->rows[marks->count++] = row;
    }
}

#define REAL float
#define NAME(stem) stem##_f32
#include "sparse.inc"
#undef REAL
#undef NAME

#define REAL double
#define NAME(stem) stem##_f64
#include "sparse.inc"
