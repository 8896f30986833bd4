/// The end of several runs of one configuration: how many there are, how many were lost, and what the others gave.
package struct Tally: Sendable, Equatable {
    package var seeds = 0
    /// Those with an outcome, whatever it is.
    package var finished = 0
    package var diverged = 0
    package var failed = 0
    /// Over the runs that neither diverged nor failed; nil if none is left.
    package var statistics: Statistics?

    init(_ histories: [TrialHistory], metric: String) {
        var values: [Double] = []
        for history in histories {
            seeds += 1
            let ending = history.ending(of: metric)
            if ending != .unfinished { finished += 1 }
            switch ending {
            case .value(let value): values.append(value)
            case .diverged: diverged += 1
            case .failed: failed += 1
            case .unfinished, .unreported: break
            }
        }
        statistics = Statistics(values)
    }
}
