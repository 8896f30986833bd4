/// A configuration at one phase, over its seeds.
package struct CurvePoint: Sendable, Equatable {
    package let phase: Int
    /// Over the runs that are there, with those whose last value carries on; nil if there are none.
    package let statistics: Statistics?
    /// Runs that had converged before: their last value stands for them.
    package let carried: Int
    /// Runs that have dropped out.
    package let diverged: Int

    init(phase: Int, _ points: [TrialHistory.Point]) {
        self.phase = phase
        let runs = SeriesPhase(points)
        statistics = Statistics(runs.values)
        carried = runs.carried
        diverged = runs.diverged
    }
}
