/// The runs of one configuration at one phase.
struct SeriesPhase {
    private(set) var values: [Double] = []
    private(set) var carried = 0
    private(set) var diverged = 0

    init(_ states: [TrialHistory.Point]) {
        for state in states {
            switch state {
            case .value(let value): values.append(value)
            case .carried(let value):
                values.append(value)
                carried += 1
            case .diverged: diverged += 1
            case .none: break
            }
        }
    }

    /// Why the curve ends here: all runs have diverged, or all that are left had converged before.
    var end: SeriesMark.Kind? {
        if values.isEmpty { return diverged > 0 ? .diverged : nil }
        return carried == values.count ? .converged : nil
    }
}
