#ifndef IGND_LSTM_H
#define IGND_LSTM_H

#include <stdint.h>

// The recurrent part of an LSTM layer over one sequence: what cannot be a matrix product over all steps.
//
// `padded` is `units` rounded up to whole vectors; a row of gates is [i, f, g, o], `padded` elements each, zero behind
// the units of each. `stride` is that of the rows [x_t, h_(t-1), 1]; h_t goes to the next row, behind its x.

#define IGND_DECLARE_LSTM(REAL, SUFFIX)                                                                         \
    typedef struct {                                                                                            \
        int64_t steps, width, units, padded, stride;                                                            \
        const REAL *bias;      /* a row of gates */                                                             \
        const REAL *forward;   /* [units] rows of gates: what h_j adds to each gate */                          \
        const REAL *backward;  /* [4 * padded, padded]: what each gate takes of h */                            \
        REAL *rows;            /* [steps + 1, stride] */                                                        \
        REAL *gates;           /* [steps] rows of gates */                                                      \
        REAL *cells;           /* [steps + 1, padded], the first row zero: c before and after each step */      \
        REAL *saturated;       /* [steps, padded]: tanh of c */                                                 \
    } ignd_lstm_##SUFFIX;                                                                                       \
    int64_t ignd_lstm_padded_##SUFFIX(int64_t units);                                                           \
    /* Splits a tensor [4 * units, width + units + 1] into what the kernels read: `inputs` [4 * padded, `padded \
       width`] and `backward` by rows, `inputs_forward` [width] rows of gates, `forward`, `bias`. Padding is    \
       left as it is. */                                                                                        \
    void ignd_lstm_split_##SUFFIX(const REAL *weights, int64_t units, int64_t width, REAL *inputs,              \
                                  int64_t padded_width, REAL *inputs_forward, REAL *forward, REAL *backward,    \
                                  REAL *bias);                                                                  \
    /* `gates` holds what the inputs add and becomes the gates' values. */                                      \
    void ignd_lstm_forward_##SUFFIX(const ignd_lstm_##SUFFIX *layer);                                           \
    /* `gates` becomes the sensitivities of the gates' sums. `hidden` and `cell` [padded] are those of the last \
       h and c, and are overwritten. */                                                                         \
    void ignd_lstm_backward_##SUFFIX(const ignd_lstm_##SUFFIX *layer, REAL *hidden, REAL *cell);

IGND_DECLARE_LSTM(float, f32)
IGND_DECLARE_LSTM(double, f64)

#endif
