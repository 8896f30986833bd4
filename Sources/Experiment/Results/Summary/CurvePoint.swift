/// A configuration at one phase, over its seeds.
package struct CurvePoint: Sendable, Equatable {
    package let phase: Int
    /// Over the runs that are there, with those whose last value carries on; nil if there are none.
    package let statistics: Statistics?
    /// Runs that had converged before: their last value stands for them.
    package private(set) var carried = 0
    /// Runs that have dropped out.
    package private(set) var diverged = 0

    init(phase: Int, _ points: [TrialHistory.Point]) {
        self.phase = phase
        var values: [Double] = []
        for point in points {
            switch point {
            case .value(let value): values.append(value)
            case .carried(let value):
                values.append(value)
                carried += 1
            case .diverged: diverged += 1
            case .none: break
            }
        }
        statistics = Statistics(values)
    }
}
