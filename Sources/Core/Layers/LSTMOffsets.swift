/// The offsets of an LSTM layer's matrix products.
struct LSTMOffsets {
    /// 0, 1, 2 … below the width.
    let ascending: OffsetList
    /// Rows of gates: of the transposed input weights, and of the steps.
    let gateRows: OffsetList
    /// Rows [x_t, h_(t−1), 1] of the steps.
    let rows: OffsetList
    /// The units of all gates in a row of gates, and their rows of the input weights.
    let gates: OffsetList
    let inputRows: OffsetList

    init(_ parts: LSTMParts, width: Int, units: Int, steps: Int) {
        ascending = OffsetList(Array(0..<width))
        gateRows = OffsetList((0..<max(width, steps)).map { $0 * 4 * parts.padded })
        rows = OffsetList((0..<steps).map { $0 * parts.stride })
        let units = (0..<(4 * units)).map { $0 / units * parts.padded + $0 % units }
        gates = OffsetList(units)
        inputRows = OffsetList(units.map { $0 * parts.paddedWidth })
    }
}
