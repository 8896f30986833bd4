#ifndef IGND_ROWS_H
#define IGND_ROWS_H

#include <stdint.h>

// A set of rows of one tensor. Row r is a member if stamps[r] == stamp, so another stamp empties the set.
typedef struct {
    uint32_t *stamps;  // one a row
    uint32_t *rows;    // the members in the order in which they came
    int64_t count;     // of them
    uint32_t stamp;    // never zero
} ignd_row_marks;

// Sorts row numbers below `limit`; `scratch` is room for as many.
void ignd_sort_rows(uint32_t *rows, uint32_t *scratch, int64_t count, uint32_t limit);

#endif
