#ifndef IGND_CRC32C_H
#define IGND_CRC32C_H

#include <stddef.h>
#include <stdint.h>

// CRC-32C (Castagnoli) in streaming form: start with 0, feed the bytes piece by piece. Uses the processor's
// instruction where there is one, a table elsewhere; both give the same number.
uint32_t ignd_crc32c(uint32_t crc, const void *bytes, size_t count);

// The table alone, to compare with.
uint32_t ignd_crc32c_table(uint32_t crc, const void *bytes, size_t count);

#endif
