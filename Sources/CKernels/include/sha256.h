#ifndef IGND_SHA256_H
#define IGND_SHA256_H

#include <stdint.h>

// Brings the state of a SHA-256 over some blocks of 64 bytes by the processor's own instructions. Returns the number of
// blocks done: all of them, or none where the processor has no such instructions.
int64_t ignd_sha256_blocks(uint32_t state[8], const uint8_t *bytes, int64_t blocks);

#endif
