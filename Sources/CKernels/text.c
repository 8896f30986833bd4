#include "text.h"

#include "clones.h"

// Bytes whose counts are summed in 32 bits: whole vectors, and no overflow.
enum { BLOCK = 1 << 16 };

IGND_CLONES
void ignd_count_bytes(const uint8_t *text, int64_t count, uint8_t first, uint8_t second, int64_t totals[2]) {
    totals[0] = totals[1] = 0;
    for (int64_t start = 0; start < count; start += BLOCK) {
        const int64_t size = count - start < BLOCK ? count - start : BLOCK;
        uint32_t firsts = 0, seconds = 0;
        for (int64_t k = 0; k < size; k++) {
            firsts += text[start + k] == first;
            seconds += text[start + k] == second;
        }
        totals[0] += firsts;
        totals[1] += seconds;
    }
}
