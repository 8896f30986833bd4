/// The mean of exact per-sample directions at the base parameters (`mean`).
///
/// For one sample that is the direction itself, with left = s·δ; for B samples the b-th left is (s_b/B)·δ_b, or the
/// weighted matrix product where that is smaller. Not an exact mini-batch Gauss-Newton solve.
final class MeanDirectionChunk<S: Scalar> {
    private let batch: DenseBatch<S>
    private let base: ParameterState
    private let samples: SampleList<S>
    private let objective: Objective
    private let writer: NetworkUpdateWriter<S>
    private var done = 0
    private var isFinite = true

    init(_ batch: DenseBatch<S>, base: ParameterState, samples: SampleList<S>, objective: Objective) {
        self.batch = batch
        self.base = base
        self.samples = samples
        self.objective = objective
        writer = NetworkUpdateWriter(batch.network, rank: samples.count)
    }

    /// Blocks have a fixed size, so that the sums do not depend on how the caller slices the work.
    func advance(samples count: Int) -> Bool {
        let goal = min(done + count, samples.count)
        while done < goal && isFinite {
            addBlock(done..<min(done + batch.capacity, samples.count))
        }
        return !isFinite || done == samples.count
    }

    func finish() -> ChunkResult {
        isFinite ? .update(writer.finish()) : .diverged
    }

    private func addBlock(_ range: Range<Int>) {
        batch.evaluate(
            samples, range, parameters: base.parameters(S.self), wantsNorms: objective.normalizer != .none)
        let divisor = S(samples.count)
        if !batch.scaleByFactors(samples, range, objective: objective, divisor: divisor) { isFinite = false }
        for (number, target) in writer.targets.enumerated() { addLayer(number, target, range) }
        done = range.upperBound
    }

    private func addLayer(_ number: Int, _ target: NetworkUpdateWriter<S>.Target, _ range: Range<Int>) {
        switch target {
        case .factors(let target):
            batch.writeFactors(
                layer: number, count: range.count,
                to: target.advanced(by: range.lowerBound, in: batch.network.layers[number]))
        case .dense(let values):
            batch.addProducts(layer: number, count: range.count, to: values)
        }
    }
}
