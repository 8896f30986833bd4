/// Sequential steps θ ← θ − rate·s·φ on a copy (`local` under plain gradient descent).
///
/// A layer travels as its samples' factors −rate·s·δ and x while those are smaller; adding them term by term gives
/// this copy's end point to the bit. Other layers travel as the difference.
final class LocalGradientChunk<S: Scalar> {
    private let network: PackedNetwork<S>
    private let base: ParameterState
    private let samples: SampleList<S>
    private let objective: Objective
    private let rate: S
    private let writer: NetworkUpdateWriter<S>
    private let targets: [FactorTarget<S>?]
    private var done = 0
    private var isFinite = true

    init(
        _ network: PackedNetwork<S>, base: ParameterState, samples: SampleList<S>, objective: Objective,
        rate: S
    ) {
        self.network = network
        self.base = base
        self.samples = samples
        self.objective = objective
        self.rate = rate
        writer = NetworkUpdateWriter(network.network, rank: samples.count)
        targets = writer.factorTargets
        network.load(base.parameters(S.self))
    }

    func advance(samples count: Int) -> Bool {
        let range = done..<min(done + count, samples.count)
        done += network.gradientSteps(samples, range, objective: objective, rate: rate, targets: targets)
        isFinite = done == range.upperBound
        return !isFinite || done == samples.count
    }

    func finish() -> ChunkResult {
        guard isFinite, network.isFinite else { return .diverged }
        if targets.contains(where: { $0 == nil }) { writeDifferences() }
        return .update(writer.finish())
    }

    private func writeDifferences() {
        let memory = AlignedMemory(uninitializedByteCount: base.table.totalCount * MemoryLayout<S>.stride)
        let (start, end) = (base.parameters(S.self), memory.pointer(to: S.self))
        network.store(end)
        for (target, layer) in zip(writer.targets, network.network.layers) {
            guard case .dense(let values) = target else { continue }
            S.difference(
                values, end: end + layer.offset, start: start + layer.offset,
                count: layer.outputs * layer.columns)
        }
        withExtendedLifetime(memory) {}
    }
}
