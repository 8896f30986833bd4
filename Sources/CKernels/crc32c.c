#include "crc32c.h"

#include <string.h>

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

static uint32_t table[8][256];

// Bytes of the stretches of which three are summed at once: the instruction takes one word a cycle, but three cycles
// until its result is there.
enum { LONG_STRETCH = 4096, SHORT_STRETCH = 256 };
static uint32_t behind_long[4][256], behind_short[4][256];

// shift[k][b]: what byte k of a sum, if it is b, makes of the sum that `count` more bytes of zero follow.
static void fill_shift(uint32_t shift[4][256], int count) {
    for (int k = 0; k < 4; k++) {
        shift[k][0] = 0;
        for (uint32_t bit = 1; bit < 256; bit <<= 1) {
            uint32_t crc = bit << 8 * k;
            for (int i = 0; i < count; i++) crc = crc >> 8 ^ table[0][crc & 255];
            // Sums are linear: several bits make what each of them makes, added. Every start of a program waits for this.
            for (uint32_t lower = 0; lower < bit; lower++) shift[k][bit + lower] = crc ^ shift[k][lower];
        }
    }
}

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
    fill_shift(behind_long, LONG_STRETCH);
    fill_shift(behind_short, SHORT_STRETCH);
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
static uint32_t shifted(const uint32_t shift[4][256], uint32_t crc) {
    return shift[0][crc & 255] ^ shift[1][crc >> 8 & 255] ^ shift[2][crc >> 16 & 255] ^ shift[3][crc >> 24];
}

// The sum over three stretches of `stretch` bytes, each for itself and then joined.
IGND_CRC_TARGET
static inline uint32_t three_stretches(const uint32_t shift[4][256], uint32_t crc, const uint8_t *next, size_t stretch) {
    uint32_t second = 0, third = 0;
    for (size_t i = 0; i < stretch; i += 8) {
        uint64_t words[3];
        memcpy(&words[0], next + i, 8);
        memcpy(&words[1], next + i + stretch, 8);
        memcpy(&words[2], next + i + 2 * stretch, 8);
        crc = IGND_CRC_WORD(crc, words[0]);
        second = IGND_CRC_WORD(second, words[1]);
        third = IGND_CRC_WORD(third, words[2]);
    }
    return shifted(shift, shifted(shift, crc) ^ second) ^ third;
}

IGND_CRC_TARGET
static uint32_t crc32c_instruction(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    crc = ~crc;
    for (; count >= 3 * LONG_STRETCH; count -= 3 * LONG_STRETCH, next += 3 * LONG_STRETCH) {
        crc = three_stretches(behind_long, crc, next, LONG_STRETCH);
    }
    for (; count >= 3 * SHORT_STRETCH; count -= 3 * SHORT_STRETCH, next += 3 * SHORT_STRETCH) {
        crc = three_stretches(behind_short, crc, next, SHORT_STRETCH);
    }
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
