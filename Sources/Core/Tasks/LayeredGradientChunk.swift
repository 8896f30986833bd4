/// Sequential steps θ ← θ − rate·s·φ on a copy of a layered network's parameters (`local` under plain gradient descent).
///
/// Adding a dense layer's factors term by term gives this copy's end point to the bit; all else travels as the
/// difference.
final class LayeredGradientChunk<S: Scalar> {
    private var samples: LayeredSamples<S>
    private let steps: LocalSteps<S>
    private var update: LayeredUpdate<S>
    private let rate: S

    /// `steps` start from the chunk's base.
    init(_ samples: LayeredSamples<S>, steps: LocalSteps<S>, rate: S) {
        self.samples = samples
        self.steps = steps
        self.rate = rate
        update = LayeredUpdate(samples.network, rank: samples.count, touched: steps.touched)
    }

    func advance(samples count: Int) -> Bool {
        var left = count
        while left > 0, !samples.isDone {
            if let factor = samples.next(parameters: steps.parameters) {
                update.accumulate(weight: -rate * factor, into: steps.parameters)
            }
            left -= 1
        }
        return samples.isDone
    }

    func finish() -> ChunkResult {
        guard samples.isFinite, steps.isWithin(.greatestFiniteMagnitude) else { return .diverged }
        let (start, end) = (steps.base.parameters(S.self), steps.parameters)
        return .update(
            update.finish { target, offset, count in
                S.difference(target, end: end + offset, start: start + offset, count: count)
            })
    }
}
