#ifndef IGND_CLONES_H
#define IGND_CLONES_H

// One binary runs anywhere: on x86-64 a hot function is compiled for the baseline, AVX2 and AVX-512,
// and the loader picks one. Elsewhere the compiler's own baseline (NEON on arm64) serves; with the thread sanitizer too,
// since the loader picks before that has begun.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define IGND_BASELINE_ONLY
#endif
#endif
#if defined(__x86_64__) && defined(__linux__) && !defined(IGND_BASELINE_ONLY)
#define IGND_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define IGND_CLONES
#endif

// Helpers must be inlined into their clone, or they run the baseline code.
#define IGND_INLINE static inline __attribute__((always_inline))

#endif
