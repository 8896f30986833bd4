/// Policy iteration for LQR: a phase's chunks evaluate the policy by QL (normalizer none) or IGNDQ (ignd), its
/// milestone improves the policy (appendix C).
package final class LQRTrainer<S: Scalar>: Trainer {
    private enum Work {
        case idle
        case steps(LocalSteps<S>)
        /// The sum of directions at the base weights.
        case directions(base: ParameterState, sum: AlignedMemory)
    }

    /// Transitions that are walked before the kernel is called.
    private static var slice: Int { 256 }

    private let specification: LQRSpecification
    private let trial: TrialSpecification
    private let table: TensorTable
    private let evaluation: QuadraticEvaluation<S>
    /// One sample's direction, for Adam.
    private let direction: AlignedMemory
    private var work = Work.idle
    private var rollout: LQRRollout
    private var rate = 0.0
    private var samples = 0
    private var done = 0

    package init(_ specification: LQRSpecification, trial: TrialSpecification) {
        let plant = specification.plant
        self.specification = specification
        self.trial = trial
        table = LQRTrainer.table(specification)
        evaluation = QuadraticEvaluation(
            dimension: plant.states + plant.inputs, hasBias: specification.hasBiasFeature,
            discount: specification.discount, normalizer: trial.normalizer, capacity: LQRTrainer.slice)
        direction = AlignedMemory(byteCount: table.trainableCount * MemoryLayout<S>.stride)
        rollout = LQRRollout(
            specification, gain: specification.initialGain,
            random: RandomStream(seed: trial.seed, purpose: .chunk))
    }

    package static func table(_ specification: LQRSpecification) -> TensorTable {
        let (n, m) = (specification.plant.states, specification.plant.inputs)
        let products = (n + m) * (n + m + 1) / 2
        return TensorTable([
            TensorDescription(name: "w", shape: [products + (specification.hasBiasFeature ? 1 : 0)]),
            TensorDescription(name: "gain", shape: [m, n], isTrainable: false),
        ])
    }

    package func begin(phase: Int, chunk: Int, state: ParameterState) {
        let before = chunk * trial.chunk.samples
        samples = min(trial.chunk.samples, specification.updatesPerImprovement - before)
        done = 0
        rate = trial.rate(phase: phase)
        rollout = LQRRollout(
            specification, gain: LQRTrainer.values(of: 1, in: state),
            random: RandomStream(seed: trial.seed, purpose: .chunk, phase: phase, chunk: chunk))
        switch trial.chunk {
        case .local: work = .steps(LocalSteps(from: state))
        case .mean:
            let sum = AlignedMemory(byteCount: table.trainableCount * MemoryLayout<S>.stride)
            work = .directions(base: state, sum: sum)
        }
    }

    package func advance(samples limit: Int) -> Bool {
        var left = min(limit, samples - done)
        while left > 0 {
            let count = min(left, LQRTrainer.slice)
            rollout.fill(evaluation, count: count)
            evaluate(count)
            done += count
            left -= count
        }
        return done >= samples
    }

    private func evaluate(_ count: Int) {
        switch work {
        case .steps(let local) where trial.rule.isAdam:
            for number in 0..<count { stepByAdam(local, number) }
        case .steps(let local):
            evaluation.step(local.parameters, rate: rate, count: count)
        case .directions(let base, let sum):
            evaluation.addDirections(
                to: sum.pointer(to: S.self), weights: base.parameters(S.self), count: count)
        case .idle: preconditionFailure("a chunk is begun before it advances")
        }
    }

    private func stepByAdam(_ local: LocalSteps<S>, _ number: Int) {
        let u = direction.pointer(to: S.self)
        u.update(repeating: 0, count: table.trainableCount)
        evaluation.addDirections(to: u, weights: local.parameters, start: number, count: 1)
        local.working.step(along: u, rate: S(rate))
    }

    package func finish() -> ChunkResult {
        defer { work = .idle }
        switch work {
        case .steps(let local):
            return local.isWithin(specification.divergenceLimit) ? .update(local.difference()) : .diverged
        case .directions(_, let sum): return meanDirection(sum)
        case .idle: preconditionFailure("a chunk is begun before it is finished")
        }
    }

    private func meanDirection(_ sum: AlignedMemory) -> ChunkResult {
        let count = table.trainableCount
        var writer = UpdateWriter<S>(table: table, blocks: [Block(tensor: 0, form: .dense)])
        let mean = writer.part(count).baseAddress!
        mean.update(from: sum.pointer(to: S.self), count: count)
        S.scale(mean, by: 1 / S(samples), count: count)
        return S.largestMagnitude(mean, count: count).isFinite ? .update(writer.finish()) : .diverged
    }
}

extension LQRTrainer {
    /// Phase 0 sets w = 0 and the initial gain. Every other improves the policy, if M_aa ≺ 0.
    package func milestone(phase: Int, state: ParameterState) -> MilestoneResult {
        let plant = specification.plant
        if phase == 0 {
            let gain = specification.initialGain.map { S($0) }
            let zeros = Array(repeating: S.zero, count: table.trainableCount)
            return MilestoneResult(
                metrics: metrics(gain: gain, change: 0, skipped: false),
                assignment: assignment([(0, zeros), (1, gain)]))
        }
        let old = LQRTrainer.values(of: 1, in: state).map { S($0) }
        guard isSound(state) else {
            let metrics = metrics(gain: old, change: 0, skipped: true)
            return MilestoneResult(metrics: metrics, verdict: .diverged)
        }
        let weights = LQRTrainer.values(of: 0, in: state)
        let improved = PolicyImprovement.gain(weights: weights, states: plant.states, inputs: plant.inputs)
        guard let improved else {
            return MilestoneResult(metrics: metrics(gain: old, change: 0, skipped: true))
        }
        let gain = improved.values.map { S($0) }
        let change = zip(gain, old).reduce(0) { max($0, Double(($1.0 - $1.1).magnitude)) }
        return MilestoneResult(
            metrics: metrics(gain: gain, change: change, skipped: false),
            assignment: assignment([(1, gain)]),
            verdict: change < specification.stopBelow ? .converged : .proceed)
    }

    private func isSound(_ state: ParameterState) -> Bool {
        let largest = S.largestMagnitude(state.parameters(S.self), count: table.trainableCount)
        return Double(largest) <= specification.divergenceLimit
    }

    private func metrics(gain: [S], change: Double, skipped: Bool) -> [Metric] {
        let best = specification.optimalGain
        let error = LQRTrainer.norm(zip(gain, best).map { Double($0) - $1 })
        let size = LQRTrainer.norm(best)
        return [
            Metric("policy_error", error), Metric("relative_policy_error", size > 0 ? error / size : error),
            Metric("skipped", skipped ? 1 : 0), Metric("gain_change", change),
        ]
    }

    private func assignment(_ tensors: [(Int, [S])]) -> Update {
        var writer = UpdateWriter<S>(
            table: table, blocks: tensors.map { Block(tensor: $0.0, form: .dense) })
        for (_, values) in tensors { _ = writer.part(values.count).update(from: values) }
        return writer.finish()
    }

    private static func norm(_ values: [Double]) -> Double {
        values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    private static func values(of tensor: Int, in state: ParameterState) -> [Double] {
        let start = state.parameters(S.self) + state.table.offsets[tensor]
        return (0..<state.table.tensors[tensor].count).map { Double(start[$0]) }
    }
}
