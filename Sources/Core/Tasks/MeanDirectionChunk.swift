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
    private var weights: [S]
    private var done = 0
    private var isFinite = true

    init(_ batch: DenseBatch<S>, base: ParameterState, samples: SampleList<S>, objective: Objective) {
        self.batch = batch
        self.base = base
        self.samples = samples
        self.objective = objective
        writer = NetworkUpdateWriter(batch.network, rank: samples.count)
        weights = Array(repeating: 0, count: batch.capacity)
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
        batch.evaluate(samples, range, parameters: base.parameters(S.self))
        for position in 0..<range.count {
            let target = samples.rows.targets[Int(samples.numbers[range.lowerBound + position])]
            let (f, norm) = (batch.output(position), batch.squaredNorm(position))
            let factor = S(
                objective.factor(
                    prediction: Double(f), target: Double(target), squaredNorm: Double(norm)))
            if !(f.isFinite && norm.isFinite && factor.isFinite) { isFinite = false }
            weights[position] = samples.count == 1 ? factor : factor / S(samples.count)
        }
        for (number, target) in writer.targets.enumerated() { addLayer(number, target, range) }
        done = range.upperBound
    }

    private func addLayer(_ number: Int, _ target: NetworkUpdateWriter<S>.Target, _ range: Range<Int>) {
        let layer = batch.network.layers[number]
        switch target {
        case .factors(let target):
            batch.writeFactors(
                layer: number, count: range.count, weights: weights,
                to: target.advanced(by: range.lowerBound, in: layer))
        case .dense(let values):
            batch.addWeighted(layer: number, count: range.count, weights: weights, to: values)
        }
    }
}
