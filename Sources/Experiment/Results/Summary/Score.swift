/// How a configuration stands in the comparison of rates; the smaller is the better one.
struct Score: Comparable {
    /// The mean or the median of the runs' badness: infinite if too many diverged.
    let value: Double
    let diverged: Int
    let rate: Double
    /// Whether any run gave a value at all.
    let isEligible: Bool

    init(_ histories: [TrialHistory], rate: Double, choice: MetricChoice) {
        var badness: [Double] = []
        var diverged = 0
        for history in histories {
            switch history.ending(of: choice.name) {
            case .value(let value): badness.append(choice.badness(value))
            case .diverged: diverged += 1
            case .failed, .unfinished, .unreported: break
            }
        }
        isEligible = !badness.isEmpty
        self.diverged = diverged
        self.rate = rate
        value = Score.value(badness.sorted() + Array(repeating: .infinity, count: diverged), choice.rule)
    }

    private static func value(_ sorted: [Double], _ rule: MetricChoice.Rule) -> Double {
        if sorted.isEmpty { return .infinity }
        switch rule {
        case .validationMean: return sorted.reduce(0, +) / Double(sorted.count)
        case .halfOfSeeds: return Statistics.median(sorted: sorted)
        }
    }

    static func < (left: Score, right: Score) -> Bool {
        (left.value, left.diverged, left.rate) < (right.value, right.diverged, right.rate)
    }
}
