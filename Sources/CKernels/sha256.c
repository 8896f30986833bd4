#include "sha256.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#define IGND_SHA_TARGET __attribute__((target("sha,sse4.1")))
#define IGND_SHA_INLINE static inline __attribute__((always_inline, target("sha,sse4.1")))

static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// The instructions keep the words a, b, e, f in one register and c, d, g, h in the other.
typedef struct {
    __m128i abef, cdgh;
} halves;

IGND_SHA_INLINE halves four_rounds(halves h, __m128i schedule, int round) {
    const __m128i words = _mm_add_epi32(schedule, _mm_load_si128((const __m128i *)(constants + round)));
    h.cdgh = _mm_sha256rnds2_epu32(h.cdgh, h.abef, words);
    h.abef = _mm_sha256rnds2_epu32(h.abef, h.cdgh, _mm_shuffle_epi32(words, 0x0e));
    return h;
}

// w[t..t+3] out of the sixteen words before them.
IGND_SHA_INLINE __m128i next_words(__m128i w16, __m128i w12, __m128i w8, __m128i w4) {
    const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w16, w12), _mm_alignr_epi8(w4, w8, 4));
    return _mm_sha256msg2_epu32(sum, w4);
}

IGND_SHA_INLINE halves one_block(halves h, const uint8_t *bytes) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const halves before = h;
    __m128i w[4];
    for (int k = 0; k < 4; k++) {
        w[k] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * k)), big_endian);
    }
#pragma clang loop unroll(full)
    for (int k = 0; k < 16; k++) {
        h = four_rounds(h, w[k & 3], 4 * k);
        if (k < 12) w[k & 3] = next_words(w[k & 3], w[(k + 1) & 3], w[(k + 2) & 3], w[(k + 3) & 3]);
    }
    return (halves){_mm_add_epi32(h.abef, before.abef), _mm_add_epi32(h.cdgh, before.cdgh)};
}

IGND_SHA_TARGET
static void blocks_by_instructions(uint32_t state[8], const uint8_t *bytes, int64_t blocks) {
    const __m128i dcba = _mm_loadu_si128((const __m128i *)state);
    const __m128i hgfe = _mm_loadu_si128((const __m128i *)(state + 4));
    const __m128i cdab = _mm_shuffle_epi32(dcba, 0xb1), efgh = _mm_shuffle_epi32(hgfe, 0x1b);
    halves h = {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xf0)};
    for (; blocks > 0; blocks--, bytes += 64) h = one_block(h, bytes);
    const __m128i feba = _mm_shuffle_epi32(h.abef, 0x1b), dchg = _mm_shuffle_epi32(h.cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

// Asked once: a virtual machine leaves to its host to answer it.
static int has_instructions(void) {
    static int answer = -1;
    int known = __atomic_load_n(&answer, __ATOMIC_RELAXED);
    if (known >= 0) return known;
    unsigned a, b, c, d;
    known = __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1) != 0;
    __atomic_store_n(&answer, known, __ATOMIC_RELAXED);
    return known;
}

int64_t ignd_sha256_blocks(uint32_t state[8], const uint8_t *bytes, int64_t blocks) {
    if (!has_instructions()) return 0;
    blocks_by_instructions(state, bytes, blocks);
    return blocks;
}

#else

int64_t ignd_sha256_blocks(uint32_t state[8], const uint8_t *bytes, int64_t blocks) {
    (void)state, (void)bytes, (void)blocks;
    return 0;
}

#endif
