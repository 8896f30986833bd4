/// The mean of exact per-sample directions of a sparse linear model at the base parameters (`mean`): the union of the
/// samples' rows, each with Σ_b (s_b/B)·x_b in the order of the samples. Not an exact mini-batch Gauss-Newton solve.
package final class SparseMeanChunk<S: Scalar> {
    private let model: SparseLinear<S>
    private let sum: SparseSum<S>
    private let base: ParameterState
    private let samples: SparseSampleList<S>
    private let objective: Objective
    private var done = 0
    private var isFinite = true

    /// `sum` is kept from chunk to chunk.
    @specialized(where S == Float)
    @specialized(where S == Double)
    package init(
        _ model: SparseLinear<S>, sum: SparseSum<S>, base: ParameterState, samples: SparseSampleList<S>,
        objective: Objective
    ) {
        self.model = model
        self.sum = sum
        self.base = base
        self.samples = samples
        self.objective = objective
        sum.clear()
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func advance(samples count: Int) -> Bool {
        let range = done..<min(done + count, samples.count)
        done += model.addDirections(
            samples, range, objective: objective, divisor: S(samples.count),
            parameters: base.parameters(S.self), to: sum.values, touched: sum.touched)
        isFinite = done == range.upperBound
        return !isFinite || done == samples.count
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func finish() -> ChunkResult {
        isFinite ? .update(sum.update(model.table)) : .diverged
    }
}
