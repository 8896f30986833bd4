/// Tabular Q-learning on FrozenLake with one-hot features of given scales (section 4.6): QL without a normalizer,
/// IGNDQ with it. A sample of a chunk is one episode.
///
/// The order of the random numbers is part of the definition: at a step one uniform number decides on exploring,
/// then an integer gives the action, or, for a greedy step, the winner if several actions are equally good.
package final class FrozenLakeTrainer<S: Scalar>: Trainer {
    private enum Work {
        case idle
        case steps(LocalSteps<S>)
        /// The sum of directions at the base weights.
        case directions(base: ParameterState, sum: AlignedMemory)
    }

    private let specification: FrozenLakeSpecification
    private let trial: TrialSpecification
    private let table: TensorTable
    /// One sample's direction, for Adam; zero between samples.
    private let direction: UnsafeMutablePointer<S>
    private let directionMemory: AlignedMemory
    /// The factor c of each one-hot feature.
    private let scales: [S]
    private var work = Work.idle
    private var random: RandomStream
    private var rate = 0.0
    private var episodes = 0..<0
    private var steps = 0
    private var hasDiverged = false

    package init(_ specification: FrozenLakeSpecification, trial: TrialSpecification) {
        precondition(specification.featureScales.count == FrozenLake.states * FrozenLake.actions)
        self.specification = specification
        self.trial = trial
        table = FrozenLakeTrainer.table(specification)
        scales = specification.featureScales.map { S($0) }
        random = RandomStream(seed: trial.seed, purpose: .chunk)
        directionMemory = FrozenLakeTrainer.zeros(table)
        direction = directionMemory.pointer(to: S.self)
    }

    package static func table(_ specification: FrozenLakeSpecification) -> TensorTable {
        TensorTable([TensorDescription(name: "w", shape: [FrozenLake.states * FrozenLake.actions])])
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func begin(phase: Int, chunk: Int, state: ParameterState) {
        let first = (phase - 1) * specification.episodesPerPhase
        let end = min(phase * specification.episodesPerPhase, specification.episodes)
        let start = min(first + chunk * trial.chunk.samples, end)
        episodes = start..<min(start + trial.chunk.samples, end)
        rate = trial.rate(phase: phase)
        random = RandomStream(seed: trial.seed, purpose: .chunk, phase: phase, chunk: chunk)
        (steps, hasDiverged) = (0, false)
        switch trial.chunk {
        case .local: work = .steps(LocalSteps(from: state))
        case .mean: work = .directions(base: state, sum: FrozenLakeTrainer.zeros(table))
        }
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func advance(samples: Int) -> Bool {
        // Not `for … where`: it would count on to `samples`, which may be Int.max.
        var left = samples
        while left > 0, !isDone {
            left -= 1
            play(explorationRate(episode: episodes.lowerBound))
            episodes = (episodes.lowerBound + 1)..<episodes.upperBound
            if case .steps(let local) = work { hasDiverged = !local.isWithin(specification.divergenceLimit) }
        }
        return isDone
    }

    private var isDone: Bool { episodes.isEmpty || hasDiverged }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func finish() -> ChunkResult {
        defer { work = .idle }
        if hasDiverged { return .diverged }
        switch work {
        case .steps(let local): return .update(local.difference())
        case .directions(_, let sum): return meanDirection(sum)
        case .idle: preconditionFailure("a chunk is begun before it is finished")
        }
    }

    private func meanDirection(_ sum: AlignedMemory) -> ChunkResult {
        let count = table.trainableCount
        var writer = UpdateWriter<S>(table: table, blocks: [Block(tensor: 0, form: .dense)])
        let mean = writer.part(count).baseAddress!
        mean.update(from: sum.pointer(to: S.self), count: count)
        S.scale(mean, by: 1 / S(max(steps, 1)), count: count)
        return S.largestMagnitude(mean, count: count).isFinite ? .update(writer.finish()) : .diverged
    }

    private static func zeros(_ table: TensorTable) -> AlignedMemory {
        AlignedMemory(byteCount: table.trainableCount * MemoryLayout<S>.stride)
    }
}

extension FrozenLakeTrainer {
    /// ε of an episode, counted over the whole trial.
    private func explorationRate(episode: Int) -> Double {
        let progress = min(1, Double(episode) / Double(max(1, specification.explorationEpisodes)))
        let range = specification.explorationEnd - specification.explorationStart
        return specification.explorationStart + range * progress
    }

    /// One ε-greedy episode. A hole or the goal ends it with target r; the step limit only cuts it off.
    private func play(_ explorationRate: Double) {
        var state = 0
        for _ in 0..<specification.stepLimit {
            let explores = random.uniform() < explorationRate
            let action = explores ? random.integer(below: FrozenLake.actions) : greedyAction(state)
            let step = FrozenLake.step(state, action)
            learn(from: state * FrozenLake.actions + action, step)
            if step.isTerminal { return }
            state = step.state
        }
    }

    /// The weights that values are taken from.
    private var weights: UnsafeMutablePointer<S> {
        switch work {
        case .steps(let local): return local.parameters
        case .directions(let base, _): return base.parameters(S.self)
        case .idle: preconditionFailure("a chunk is begun before it advances")
        }
    }

    private func values(of state: Int, _ weights: UnsafePointer<S>) -> SIMD4<Double> {
        var values = SIMD4<Double>()
        for action in 0..<FrozenLake.actions {
            let index = state * FrozenLake.actions + action
            // Rounded once to S, so that a scale which is a power of two leaves every comparison as it was.
            values[action] = Double(weights[index] * scales[index])
        }
        return values
    }

    private func greedyAction(_ state: Int) -> Int {
        let values = values(of: state, weights)
        let best = values.max()
        let winners = (0..<FrozenLake.actions).filter { values[$0] == best }
        if winners.count <= 1 { return winners.first ?? 0 }
        return winners[random.integer(below: winners.count)]
    }

    /// One sample: the squared TD loss with the target held fixed (eq. 4.11).
    private func learn(from index: Int, _ step: FrozenLake.Step) {
        let (state, action) = (index / FrozenLake.actions, index % FrozenLake.actions)
        let future = step.isTerminal ? 0 : specification.discount * values(of: step.state, weights).max()
        let (prediction, target) = (values(of: state, weights)[action], step.reward + future)
        let scale = Double(scales[index])
        let factor = trial.normalizer.factor(
            loss: Loss.squared.value(prediction: prediction, target: target),
            derivatives: Loss.squared.derivatives(prediction: prediction, target: target),
            squaredNorm: scale * scale)
        take(S(factor * scale), at: index)
        steps += 1
    }

    /// Uses the direction whose only nonzero element is `value` at `index`.
    private func take(_ value: S, at index: Int) {
        switch work {
        case .steps(let local) where trial.rule.isAdam:
            direction[index] = value
            local.working.step(along: direction, rate: S(rate))
            direction[index] = 0
        case .steps(let local):
            let term = S(rate) * value
            local.parameters[index] -= term
        case .directions(_, let sum): sum.pointer(to: S.self)[index] += value
        case .idle: preconditionFailure("a chunk is begun before it advances")
        }
    }
}

extension FrozenLakeTrainer {
    @specialized(where S == Float)
    @specialized(where S == Double)
    package func milestone(phase: Int, state: ParameterState) -> MilestoneResult {
        let weights = state.parameters(S.self)
        let episodes = min(phase * specification.episodesPerPhase, specification.episodes)
        let metrics = [
            Metric("greedy_return", greedyReturn(weights)), Metric("q_rmse", valueError(weights)),
            Metric("episodes", Double(episodes)),
        ]
        if phase == 0 { return MilestoneResult(metrics: metrics, assignment: initialWeights()) }
        let largest = Double(S.largestMagnitude(weights, count: table.trainableCount))
        let isSound = largest <= specification.divergenceLimit
        // An error that is not a number would not travel: the verdict says it.
        return MilestoneResult(
            metrics: metrics.filter(\.value.isFinite), verdict: isSound ? .proceed : .diverged)
    }

    private func initialWeights() -> Update {
        var writer = UpdateWriter<S>(table: table, blocks: [Block(tensor: 0, form: .dense)])
        _ = writer.part(table.trainableCount)
        return writer.finish()
    }

    /// The return of an episode without exploration; the first of equally good actions is taken.
    private func greedyReturn(_ weights: UnsafePointer<S>) -> Double {
        var (state, total) = (0, 0.0)
        for _ in 0..<specification.stepLimit {
            let values = values(of: state, weights)
            let action = (0..<FrozenLake.actions).first { values[$0] == values.max() } ?? 0
            let step = FrozenLake.step(state, action)
            total += step.reward
            if step.isTerminal { break }
            state = step.state
        }
        return total
    }

    /// The root mean square of Q − Q* over the states that are not terminal.
    private func valueError(_ weights: UnsafePointer<S>) -> Double {
        let optimum = FrozenLake.optimalValues(discount: specification.discount)
        var (sum, count) = (0.0, 0)
        for state in 0..<FrozenLake.states where !FrozenLake.isTerminal(state) {
            let values = values(of: state, weights)
            for action in 0..<FrozenLake.actions {
                let error = values[action] - optimum[state * FrozenLake.actions + action]
                sum += error * error
                count += 1
            }
        }
        return (sum / Double(count)).squareRoot()
    }
}
