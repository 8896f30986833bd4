extension TrialSpecification {
    /// Why no trial can be run by this, or nil. Specifications that come out of a sweep file are right; one from another
    /// process or an old file is looked at first.
    package var fault: String? {
        if !(1...TrialSpecification.countLimit).contains(chunk.samples) { return "a chunk of no samples" }
        let numbers = [learningRate] + (divergence.map { [$0.lossFactor, $0.parameterLimit] } ?? [])
        if !numbers.allSatisfy(\.isFinite) { return "a rate or limit that is not finite" }
        if case .step(let every, let factor) = schedule, every < 1 || !factor.isFinite {
            return "a schedule without steps"
        }
        return modeFault ?? task.fault
    }

    /// Sizes are computed from numbers within this, so that they cannot overflow.
    static let countLimit = Int(Int32.max)

    static func areCounts(_ numbers: Int...) -> Bool { numbers.allSatisfy { (1...countLimit).contains($0) } }

    private var modeFault: String? {
        switch mode {
        case .async(let workers, let maximumStaleness, let damping):
            let isRight = workers > 0 && (maximumStaleness ?? 0) >= 0 && damping.isFinite && damping >= 0
            return isRight ? nil : "an asynchronous mode without sense"
        case .average(let round):
            return TrialSpecification.areCounts(round) ? nil : "a round of no chunks"
        }
    }
}

extension TaskSpecification {
    fileprivate var fault: String? {
        switch self {
        case .lqr(let lqr): return lqr.fault
        case .frozenLake(let lake): return lake.fault
        case .supervised(let supervised): return supervised.fault
        case .counter(let counter):
            return TrialSpecification.areCounts(counter.phases, counter.chunks) ? nil : "a counter of nothing"
        }
    }
}

extension SupervisedSpecification {
    fileprivate var fault: String? {
        guard TrialSpecification.areCounts(trainingRows, epochs), targetScale.isFinite, targetScale > 0 else {
            return "a supervised task without rows, epochs or scale"
        }
        do throws(Network.Fault) {
            _ = try Network(input: input, layers: layers)
            return nil
        } catch {
            return "a network that \(error)"
        }
    }
}

extension FrozenLakeSpecification {
    fileprivate var fault: String? {
        guard TrialSpecification.areCounts(episodes, episodesPerPhase, stepLimit), explorationEpisodes >= 0
        else {
            return "a lake without episodes"
        }
        let scales = featureScales.count == FrozenLake.states * FrozenLake.actions
        let numbers = featureScales + [discount, explorationStart, explorationEnd, divergenceLimit]
        return scales && numbers.allSatisfy(\.isFinite)
            ? nil : "a lake with other features or numbers than it has"
    }
}

extension LQRSpecification {
    /// Of states and of inputs: the features are their products.
    private static let sideLimit = 10_000

    fileprivate var fault: String? {
        let (states, inputs) = (plant.states, plant.inputs)
        guard (1...LQRSpecification.sideLimit).contains(states),
            (1...LQRSpecification.sideLimit).contains(inputs),
            TrialSpecification.areCounts(improvements, updatesPerImprovement, resetEvery)
        else { return "a regulator without states, inputs or steps" }
        let matrices = [
            (plant.transition, states * states), (plant.input, states * inputs),
            (plant.stateReward, states * states), (plant.inputReward, inputs * inputs),
            (optimalGain, inputs * states), (initialGain, inputs * states),
            (plant.noise, plant.noise.count / states * states),
        ]
        if !matrices.allSatisfy({ $0.count == $1 }) { return "a regulator with matrices of other sizes" }
        let numbers = [
            discount, initialState, exploration, stopBelow, mixedScale, scale, divergenceLimit,
        ]
        let isFinite = (matrices.flatMap(\.0) + numbers).allSatisfy(\.isFinite)
        return isFinite ? nil : "a regulator with numbers that are not finite"
    }
}
