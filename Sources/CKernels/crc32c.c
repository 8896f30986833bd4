#include "crc32c.h"

#include <string.h>

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

static uint32_t table[8][256];

// The reflected polynomial of Castagnoli; table[k] advances a byte that k more bytes follow.
__attribute__((constructor)) static void fill_table(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0x82f63b78u : crc >> 1;
        table[0][byte] = crc;
    }
    for (int k = 1; k < 8; k++) {
        for (int byte = 0; byte < 256; byte++) {
            const uint32_t crc = table[k - 1][byte];
            table[k][byte] = crc >> 8 ^ table[0][crc & 255];
        }
    }
}

uint32_t ignd_crc32c_table(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    crc = ~crc;
    for (; count >= 8; count -= 8, next += 8) {
        const uint32_t low = crc ^ ((uint32_t)next[0] | (uint32_t)next[1] << 8 | (uint32_t)next[2] << 16
                                    | (uint32_t)next[3] << 24);
        crc = table[7][low & 255] ^ table[6][low >> 8 & 255] ^ table[5][low >> 16 & 255] ^ table[4][low >> 24]
            ^ table[3][next[4]] ^ table[2][next[5]] ^ table[1][next[6]] ^ table[0][next[7]];
    }
    for (; count > 0; count--) crc = crc >> 8 ^ table[0][(crc ^ *next++) & 255];
    return ~crc;
}

#if defined(__x86_64__)
#define IGND_CRC_TARGET __attribute__((target("sse4.2")))
#define IGND_CRC_WORD(crc, word) (uint32_t) __builtin_ia32_crc32di(crc, word)
#define IGND_CRC_BYTE(crc, byte) __builtin_ia32_crc32qi(crc, byte)
static int has_instruction(void) { return __builtin_cpu_supports("sse4.2"); }
#elif defined(__aarch64__)
#define IGND_CRC_TARGET __attribute__((target("crc")))
#define IGND_CRC_WORD(crc, word) __builtin_arm_crc32cd(crc, word)
#define IGND_CRC_BYTE(crc, byte) __builtin_arm_crc32cb(crc, byte)
#if defined(__linux__)
static int has_instruction(void) { return (getauxval(AT_HWCAP) & 1 << 7) != 0; }
#else
static int has_instruction(void) { return 1; }
#endif
#endif

#ifdef IGND_CRC_TARGET
IGND_CRC_TARGET
static uint32_t crc32c_instruction(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    crc = ~crc;
    for (; count >= 8; count -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        crc = IGND_CRC_WORD(crc, word);
    }
    for (; count > 0; count--) crc = IGND_CRC_BYTE(crc, *next++);
    return ~crc;
}

uint32_t ignd_crc32c(uint32_t crc, const void *bytes, size_t count) {
    return has_instruction() ? crc32c_instruction(crc, bytes, count) : ignd_crc32c_table(crc, bytes, count);
}
#else
uint32_t ignd_crc32c(uint32_t crc, const void *bytes, size_t count) {
    return ignd_crc32c_table(crc, bytes, count);
}
#endif
