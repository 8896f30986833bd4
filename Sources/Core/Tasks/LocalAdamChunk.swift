/// Sequential Adam steps on a copy (`local` under Adam, one worker): the moments travel with the push.
final class LocalAdamChunk<S: Scalar> {
    private let network: PackedNetwork<S>
    private let adam: PackedAdam<S>
    private let steps: LocalSteps<S>
    private let samples: SampleList<S>
    private let objective: Objective
    private let rate: S
    private var done = 0
    private var isFinite = true

    init(
        _ network: PackedNetwork<S>, adam: PackedAdam<S>, base: ParameterState, samples: SampleList<S>,
        objective: Objective, rate: S
    ) {
        self.network = network
        self.adam = adam
        self.samples = samples
        self.objective = objective
        self.rate = rate
        steps = LocalSteps(from: base)
        network.load(base.parameters(S.self))
        adam.load(base, by: network)
    }

    func advance(samples count: Int) -> Bool {
        let range = done..<min(done + count, samples.count)
        done += network.adamSteps(samples, range, objective: objective, rate: rate, adam: adam)
        isFinite = done == range.upperBound
        return !isFinite || done == samples.count
    }

    func finish() -> ChunkResult {
        guard isFinite, network.isFinite else { return .diverged }
        network.store(steps.parameters)
        adam.store(steps.working, by: network)
        return .update(steps.difference())
    }
}
