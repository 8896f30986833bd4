/// Sequential steps along s·φ of a sparse linear model on a copy (`local`): plain ones, or under Adam (with one worker)
/// lazy Adam steps. The push is the difference of the touched rows, and under Adam their moments.
package final class SparseLocalChunk<S: Scalar> {
    private let model: SparseLinear<S>
    private let steps: LocalSteps<S>
    private let samples: SparseSampleList<S>
    private let objective: Objective
    private let rate: S
    private var done = 0
    private var isFinite = true

    /// `steps` are kept from chunk to chunk; they start again from `base`.
    @specialized(where S == Float)
    @specialized(where S == Double)
    package init(
        _ model: SparseLinear<S>, steps: LocalSteps<S>, base: ParameterState, samples: SparseSampleList<S>,
        objective: Objective, rate: S
    ) {
        self.model = model
        self.steps = steps
        self.samples = samples
        self.objective = objective
        self.rate = rate
        steps.restart(from: base)
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func advance(samples count: Int) -> Bool {
        let range = done..<min(done + count, samples.count)
        let touched = steps.touched[0]!
        done +=
            steps.working.rule.isAdam
            ? model.adamSteps(
                samples, range, objective: objective, rate: rate, state: steps.working, touched: touched)
            : model.gradientSteps(
                samples, range, objective: objective, rate: rate, parameters: steps.parameters,
                touched: touched)
        isFinite = done == range.upperBound
        return !isFinite || done == samples.count
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func finish() -> ChunkResult {
        guard isFinite, steps.isFinite else { return .diverged }
        return .update(steps.difference())
    }
}
