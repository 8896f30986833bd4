#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// What the server must know of a trial: named tensors, a rule, phases and chunks. It never sees a model or the
/// meaning of a data set.
package struct TrialPlan: Codable, Sendable, Equatable {
    package var table: TensorTable
    package var precision: Precision
    package var rule: Rule
    package var learningRate: Double
    package var schedule: Schedule
    package var meaning: UpdateMeaning
    package var mode: TrialSpecification.Mode
    /// Training phases 1...phases. Phase 0 has no chunks: its milestone sets the initial parameters.
    package var phases: Int
    package var chunksPerPhase: Int
    /// Digests (hex SHA-256) of the data sets that a worker must hold.
    package var datasets: [String]
    /// Nil: only the milestones' own verdicts count.
    package var lossWatch: LossWatch.Rule?

    package init(
        table: TensorTable, precision: Precision, rule: Rule, learningRate: Double, schedule: Schedule,
        meaning: UpdateMeaning, mode: TrialSpecification.Mode, phases: Int, chunksPerPhase: Int,
        datasets: [String], lossWatch: LossWatch.Rule? = nil
    ) {
        self.table = table
        self.precision = precision
        self.rule = rule
        self.learningRate = learningRate
        self.schedule = schedule
        self.meaning = meaning
        self.mode = mode
        self.phases = phases
        self.chunksPerPhase = chunksPerPhase
        self.datasets = datasets
        self.lossWatch = lossWatch
    }

    /// How many workers may hold leases of this trial at once.
    package var maximumWorkers: Int {
        switch mode {
        case .async(let workers, _, _): return workers
        case .average(let round): return round
        }
    }

    package func chunks(inPhase phase: Int) -> Int { phase == 0 ? 0 : chunksPerPhase }

    /// The rate by which a push of `phase` with that staleness τ is applied: the phase's learning rate for a
    /// direction, one for a difference, times 1/(1+τ)^damping.
    package func rate(phase: Int, staleness: UInt64) -> Double {
        var factor = 1.0
        if case .async(_, _, let damping) = mode, damping != 0, staleness > 0 {
            factor = pow(1 + Double(staleness), -damping)
        }
        switch meaning {
        case .direction: return schedule.rate(base: learningRate, phase: phase) * factor
        case .difference: return factor
        }
    }
}
