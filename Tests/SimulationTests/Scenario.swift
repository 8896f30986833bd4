import Core
import Experiment

/// What one simulation runs: trials, workers and faults, all drawn from the seed.
struct Scenario: Sendable {
    /// The columns of the table: how pushes meet, and on which task.
    enum Kind: String, CaseIterable, Sendable {
        case counterAsync, counterBounded, counterAverage
        case lqrOneWorker, lqrMovingMoments, lqrAsync, lqrAverage, lqrAverageAdam

        var isCounter: Bool { [.counterAsync, .counterBounded, .counterAverage].contains(self) }

        /// Whether the final bits are those of the undisturbed serial run, whatever happens.
        var equalsSerial: Bool { ![.counterBounded, .lqrAsync].contains(self) }
    }

    let kind: Kind
    let seed: UInt64
    let trials: [ResolvedTrial]
    let workers: Int
    /// How many leases each worker has at a time.
    let leases: [Int]
    let faults: Faults
    /// Virtual milliseconds after which nothing goes wrong any more.
    let calmAt: Int
    /// The longest computation of a chunk.
    let longestWork: Int
    let leaseMilliseconds = 10_000

    init(_ kind: Kind, _ faults: Faults.Kind, seed: UInt64, random: inout SimulationRandom) {
        self.kind = kind
        self.seed = seed
        let workers = random.number(in: 1...5)
        self.workers = workers
        leases = (0..<workers).map { _ in [1, 2, 4][random.number(in: 0...2)] }
        self.faults = Faults.drawn(faults, &random)
        calmAt = random.number(in: 2_000...40_000)
        longestWork = [2, 20, 500][random.number(in: 0...2)]
        var trials: [ResolvedTrial] = []
        for index in 0..<random.number(in: 1...3) {
            let specification = Scenario.specification(kind, seed: seed &+ UInt64(index), &random)
            trials.append(
                ResolvedTrial(
                    index: index, label: kind.rawValue, group: kind.rawValue, learningRate: 1, seed: seed,
                    specification: specification))
        }
        self.trials = trials
    }

    private static func specification(
        _ kind: Kind, seed: UInt64, _ random: inout SimulationRandom
    ) -> TrialSpecification {
        let many = TrialSpecification.Mode.async(
            workers: random.number(in: 2...5), maximumStaleness: nil, damping: 0)
        let one = TrialSpecification.Mode.async(workers: 1, maximumStaleness: nil, damping: 0)
        let bounded = TrialSpecification.Mode.async(
            workers: 5, maximumStaleness: random.number(in: 0...3), damping: 0)
        let round = random.number(in: 1...5)
        switch kind {
        case .counterAsync: return counter(many, chunks: random.number(in: 1...10), &random)
        case .counterBounded: return counter(bounded, chunks: random.number(in: 1...10), &random)
        case .counterAverage:
            let round = [1, 2, 4][random.number(in: 0...2)]  // so that the mean of a round is exact
            return counter(.average(round: round), chunks: round * random.number(in: 1...3), &random)
        case .lqrOneWorker: return lqr(one, .local(samples: 10), .sgd, seed: seed, &random)
        case .lqrMovingMoments:
            return lqr(one, .local(samples: 10), .adam(AdamConstants()), seed: seed, &random)
        case .lqrAsync: return lqr(many, .local(samples: 10), .sgd, seed: seed, &random)
        case .lqrAverage: return lqr(.average(round: round), .local(samples: 10), .sgd, seed: seed, &random)
        case .lqrAverageAdam:
            return lqr(
                .average(round: round), .mean(samples: 10), .adam(AdamConstants()), seed: seed, &random)
        }
    }

    private static func counter(
        _ mode: TrialSpecification.Mode, chunks: Int, _ random: inout SimulationRandom
    ) -> TrialSpecification {
        TrialSpecification(
            task: .counter(CounterSpecification(phases: random.number(in: 1...4), chunks: chunks)),
            normalizer: .none, rule: .sgd, learningRate: 1, precision: .float64, chunk: .local(samples: 1),
            mode: mode, seed: 1)
    }

    private static func lqr(
        _ mode: TrialSpecification.Mode, _ chunk: TrialSpecification.ChunkKind, _ rule: Rule, seed: UInt64,
        _ random: inout SimulationRandom
    ) -> TrialSpecification {
        let task = LQRSpecification(
            plant: plant.plant, discount: 0.9, optimalGain: plant.optimalGain,
            initialGain: plant.optimalGain.map { _ in 0 }, improvements: random.number(in: 1...3),
            updatesPerImprovement: random.number(in: 20...80))
        let isMad = random.chance(0.1)  // diverges in mid-phase
        return TrialSpecification(
            task: .lqr(task), normalizer: .ignd(epsilon: 0, lambda: 0), rule: rule,
            learningRate: isMad ? 1e9 : 0.5,
            precision: random.chance(0.5) ? .float64 : .float32, chunk: chunk, mode: mode, seed: seed)
    }

    private static let plant: PlantDescription.Resolved = {
        let description = PlantDescription(
            transition: [[0.75, 0.125], [-0.25, 0.5]], input: [[0.5], [1]], timing: .discrete,
            noise: .isotropic(0.1))
        do { return try description.resolve(discount: 0.9) } catch { preconditionFailure("\(error)") }
    }()
}
