/// The mean of exact per-sample directions of a layered network at the base parameters (`mean`). Not an exact
/// mini-batch Gauss-Newton solve.
final class LayeredMeanChunk<S: Scalar> {
    private var samples: LayeredSamples<S>
    private let base: ParameterState
    private let direction: AlignedMemory
    private var update: LayeredUpdate<S>
    private var isFinished = false

    /// `direction` is zero, and is so again after `finish`; `touched` is empty.
    init(_ samples: LayeredSamples<S>, base: ParameterState, direction: AlignedMemory, touched: [RowSet?]) {
        self.samples = samples
        self.base = base
        self.direction = direction
        update = LayeredUpdate(samples.network, rank: samples.count, touched: touched)
    }

    func advance(samples count: Int) -> Bool {
        var left = count
        while left > 0, !samples.isDone {
            if let factor = samples.next(parameters: base.parameters(S.self)) {
                let weight = samples.count == 1 ? factor : factor / S(samples.count)
                update.accumulate(
                    weight: weight, into: direction.pointer(to: S.self), leavingOutFactors: true)
            }
            left -= 1
        }
        return samples.isDone
    }

    func finish() -> ChunkResult {
        let sum = direction.pointer(to: S.self)
        let update = update.finish { target, offset, count in
            target.update(from: sum + offset, count: count)
            (sum + offset).update(repeating: 0, count: count)
        }
        isFinished = true
        guard samples.isFinite, update.isFinite(in: base.table, precision: S.precision) else {
            return .diverged
        }
        return .update(update)
    }

    /// Work that was given up leaves its sum behind.
    deinit {
        if !isFinished { direction.bytes.initializeMemory(as: UInt8.self, repeating: 0) }
    }
}
