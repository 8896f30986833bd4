/// Where the parts of an LSTM layer's memory start, in elements. A row of gates is [i, f, g, o], `padded` elements each.
struct LSTMParts {
    /// `units` and `width` in whole vectors; elements from row to row of `rows`.
    let padded: Int
    let paddedWidth: Int
    let stride: Int
    /// The tensor as the kernels read it: see ignd_lstm_split.
    let inputs, inputsForward, forward, backward, bias: Int
    /// [x_t, h_(t−1), 1] of each step.
    let rows: Int
    /// The gates of each step, then their sensitivities; c before and after each step, tanh of the latter.
    let gates, cells, saturated: Int
    /// Sensitivities of h, then of c.
    let hidden: Int
    let output, inputDelta: Int
    /// φ with rows of `stride`, and without gaps.
    let gradientRows, gradient: Int

    init<S: Scalar>(_ arrangement: inout MemoryArrangement<S>, width: Int, units: Int, steps: Int) {
        let whole = MemoryArrangement<S>.wholeVectors
        let slack = WindowProduct<S>.slack
        let columns = width + units + 1
        padded = whole(units)
        paddedWidth = whole(width)
        stride = whole(columns)
        inputs = arrangement.add(4 * padded * paddedWidth + slack)
        inputsForward = arrangement.add(4 * padded * width + slack)
        forward = arrangement.add(4 * padded * units)
        backward = arrangement.add(4 * padded * padded)
        bias = arrangement.add(4 * padded)
        rows = arrangement.add((steps + 1) * stride + slack)
        gates = arrangement.add(steps * 4 * padded + slack)
        cells = arrangement.add((steps + 1) * padded)
        saturated = arrangement.add(steps * padded)
        hidden = arrangement.add(2 * padded)
        output = arrangement.add(units)
        inputDelta = arrangement.add(steps * paddedWidth + slack)
        gradientRows = arrangement.add(4 * units * stride + slack)
        gradient = arrangement.add(4 * units * columns)
    }
}
