#ifndef IGND_OBJECTIVE_H
#define IGND_OBJECTIVE_H

#include <math.h>

#include "clones.h"
#include "dense.h"

// Never fused, so that every clone and every caller gets the same bits.

// Numerators are finite, or the factor is found not to be.
IGND_INLINE double quotient(double numerator, double denominator) {
    // One comparison after the division: a finite number by infinity is zero as well.
    const double ratio = numerator / denominator;
    return denominator > 0 ? ratio : 0;
}

// A numerator may overflow together with its denominator: there is no step then.
IGND_INLINE double overflowing_quotient(double numerator, double denominator) {
    return denominator < INFINITY ? quotient(numerator, denominator) : 0;
}

IGND_INLINE double squared_factor(const ignd_objective *objective, double first, double squared_norm) {
#pragma clang fp contract(off)
    switch (objective->normalizer) {
        case ignd_normalizer_ignd:
            return quotient(first, objective->lambda + (1 + objective->epsilon) * squared_norm);
        case ignd_normalizer_ngd: return quotient(first, fabs(first) * sqrt(squared_norm));
        case ignd_normalizer_sps:
            return overflowing_quotient((0.5 * first * first - objective->sps_optimum) * first,
                                        objective->sps_constant * (first * first) * squared_norm);
        default: return first;
    }
}

// With e = e^-|f| and d = 1 + e: p = n/d where n is 1 or e, l' = (n - y*d)/d, l'' = n*(d - n)/d^2. No overflow, no branch
// on the sign of f, which nobody could predict, and a Gauss-Newton factor takes one division as a gradient's does.
IGND_INLINE double logistic_factor(const ignd_objective *objective, double f, double y, double squared_norm) {
#pragma clang fp contract(off)
    const double e = exp(-fabs(f)), d = 1 + e;
    const double n = f >= 0 ? 1 : e, numerator = n - y * d;
    switch (objective->normalizer) {
        case ignd_normalizer_ignd:
            return quotient(numerator * d, (objective->lambda + objective->epsilon * squared_norm) * (d * d)
                                               + (n * squared_norm) * (d - n));
        case ignd_normalizer_ngd: return quotient(numerator, fabs(numerator) * sqrt(squared_norm));
        case ignd_normalizer_sps: {
            const double first = numerator / d, loss = fmax(f, 0) + log1p(e) - y * f;
            return overflowing_quotient((loss - objective->sps_optimum) * first,
                                        objective->sps_constant * (first * first) * squared_norm);
        }
        default: return numerator / d;
    }
}

// Loss.derivatives and Normalizer.factor, in double whatever the precision of the parameters.
IGND_INLINE double sample_factor(const ignd_objective *objective, double f, double y, double squared_norm) {
    if (objective->loss == ignd_loss_logistic) return logistic_factor(objective, f, y, squared_norm);
    return squared_factor(objective, f - y, squared_norm);
}

#endif
