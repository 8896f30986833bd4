/// Everything that a worker must know to do a trial's chunks: one configuration with one seed.
///
/// Its JSON form travels in an assignment and stands in the run directory's resolved.json.
package struct TrialSpecification: Codable, Sendable, Equatable {
    package var task: TaskSpecification
    package var loss: Loss
    package var normalizer: Normalizer
    package var rule: Rule
    package var learningRate: Double
    package var schedule: Schedule
    package var precision: Precision
    package var chunk: ChunkKind
    package var mode: Mode
    package var seed: UInt64
    /// Nil: only what is not finite has diverged.
    package var divergence: DivergenceRule?

    package init(
        task: TaskSpecification, loss: Loss = .squared, normalizer: Normalizer, rule: Rule,
        learningRate: Double, schedule: Schedule = .constant, precision: Precision, chunk: ChunkKind,
        mode: Mode, seed: UInt64, divergence: DivergenceRule? = nil
    ) {
        self.task = task
        self.loss = loss
        self.normalizer = normalizer
        self.rule = rule
        self.learningRate = learningRate
        self.schedule = schedule
        self.precision = precision
        self.chunk = chunk
        self.mode = mode
        self.seed = seed
        self.divergence = divergence
    }

    /// What the worker does between two messages.
    package enum ChunkKind: Codable, Sendable, Equatable {
        /// The mean of `samples` exact per-sample directions at the base version (1: the direction itself). For more
        /// than one sample this is the documented batched extension, not an exact mini-batch Gauss-Newton solve.
        case mean(samples: Int)
        /// `samples` sequential exact per-sample steps on the worker's copy; the push is the difference.
        case local(samples: Int)

        package var samples: Int {
            switch self {
            case .mean(let samples), .local(let samples): return samples
            }
        }

        /// The same kind with another number of samples.
        package func with(samples: Int) -> ChunkKind {
            switch self {
            case .mean: return .mean(samples: samples)
            case .local: return .local(samples: samples)
            }
        }
    }

    /// How pushes meet on the server.
    package enum Mode: Codable, Sendable, Equatable {
        /// Every push is applied at once. `maximumStaleness` bounds the versions between base and commit;
        /// the step is scaled by 1/(1+τ)^damping.
        case async(workers: Int, maximumStaleness: Int?, damping: Double)
        /// A round is `round` chunks at one base version; their mean is applied when all have committed.
        case average(round: Int)
    }

    /// The learning rate in `phase`.
    package func rate(phase: Int) -> Double { schedule.rate(base: learningRate, phase: phase) }
}
