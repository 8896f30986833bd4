// What one core of this machine can do: fused multiply-adds, OpenBLAS's sgemm, reading and the triad from the second
// cache and from memory. One JSON object a line; rates in 1e9 operations or bytes per second of processor time.
//
//     cc -O3 -march=native Benchmarks/limits.c -o limits -lopenblas

#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

extern void openblas_set_num_threads(int);
extern char *openblas_get_corename(void);

static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

enum { RUNS = 7 };

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(const char *name, const char *unit, double *rates) {
    qsort(rates, RUNS, sizeof *rates, ascending);
    printf("{\"limit\": \"%s\", \"unit\": \"%s\", \"median\": %.2f, \"spread\": [%.2f, %.2f], \"runs\": %d}\n", name,
           unit, rates[RUNS / 2], rates[0], rates[RUNS - 1], RUNS);
}

typedef float vector __attribute__((ext_vector_type(16)));
static volatile float sink;

static float fused(long count) {
    vector sums[12];
    for (int i = 0; i < 12; i++) sums[i] = (float)i;
    const vector factor = 0.999f, term = 1e-3f;
    for (long k = 0; k < count; k++) {
#pragma clang loop unroll(full)
        for (int i = 0; i < 12; i++) sums[i] = __builtin_elementwise_fma(sums[i], factor, term);
    }
    float total = 0;
    for (int i = 0; i < 12; i++) total += sums[i][0];
    return total;
}

static void measure_fused(void) {
    double rates[RUNS];
    const long count = 10000000;
    for (int run = 0; run < RUNS; run++) {
        const double start = seconds();
        sink = fused(count);
        rates[run] = 1e-9 * 12 * 16 * 2 * (double)count / (seconds() - start);
    }
    report("fused multiply-adds, float32", "GFLOP/s", rates);
}

static void measure_product(const float *left, const float *right, float *target, int size) {
    double rates[RUNS];
    for (int run = 0; run < RUNS; run++) {
        const int repeats = 8;
        const double start = seconds();
        for (int k = 0; k < repeats; k++) {
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, size, size, size, 1, left, size, right, size, 0,
                        target, size);
        }
        rates[run] = 1e-9 * repeats * 2.0 * size * size * size / (seconds() - start);
    }
    char name[80];
    snprintf(name, sizeof name, "sgemm of %d, OpenBLAS (%s kernels)", size, openblas_get_corename());
    report(name, "GFLOP/s", rates);
}

static float sum(const float *values, long count) {
    vector sums[8];
    for (int n = 0; n < 8; n++) sums[n] = 0;
    for (long i = 0; i < count; i += 128) {
#pragma clang loop unroll(full)
        for (int n = 0; n < 8; n++) sums[n] += *(const vector *)(values + i + 16 * n);
    }
    float total = 0;
    for (int n = 0; n < 8; n++) total += sums[n][0];
    return total;
}

static void triad(float *restrict target, const float *restrict a, const float *restrict b, long count) {
    for (long i = 0; i < count; i++) target[i] = a[i] + 0.5f * b[i];
}

static void measure_memory(const char *place, float *values, long count, long repeats) {
    double reads[RUNS], triads[RUNS];
    for (int run = 0; run < RUNS; run++) {
        double start = seconds();
        for (long k = 0; k < repeats; k++) sink = sum(values, count);
        reads[run] = 1e-9 * 4 * (double)(count * repeats) / (seconds() - start);
        const long third = count / 3 / 128 * 128;
        start = seconds();
        for (long k = 0; k < repeats; k++) triad(values, values + third, values + 2 * third, third);
        triads[run] = 1e-9 * 12 * (double)(third * repeats) / (seconds() - start);
    }
    char name[80];
    snprintf(name, sizeof name, "reading from %s", place);
    report(name, "GB/s", reads);
    snprintf(name, sizeof name, "triad in %s", place);
    report(name, "GB/s", triads);
}

int main(void) {
    openblas_set_num_threads(1);
    const long count = 64l << 20;
    float *values = aligned_alloc(64, (size_t)count * sizeof *values);
    if (!values) return 1;
    for (long i = 0; i < count; i++) values[i] = 1e-3f;
    measure_fused();
    for (int size = 256; size <= 1024; size *= 2) {
        measure_product(values, values + (1 << 20), values + (2 << 20), size);
    }
    measure_memory("the first cache", values, 6 << 10, 100000);
    measure_memory("the second cache", values, 96 << 10, 6000);
    measure_memory("memory", values, count, 1);
    free(values);
}
