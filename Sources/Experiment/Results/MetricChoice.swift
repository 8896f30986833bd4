/// The metric by which learning rates are compared, and how the best is chosen.
package struct MetricChoice: Sendable, Equatable {
    package enum Goal: String, Codable, Sendable { case minimize, maximize }

    package enum Rule: String, Codable, Sendable {
        /// The best seed mean of the validation metric; `testName` is reported for the chosen rate only.
        case validationMean
        /// Control: the best median over the first half of the seeds, reported on the other half.
        case halfOfSeeds
    }

    package var name: String
    package var goal: Goal
    package var testName: String?
    package var rule: Rule

    package init(name: String, goal: Goal, testName: String? = nil, rule: Rule) {
        self.name = name
        self.goal = goal
        self.testName = testName
        self.rule = rule
    }

    /// How bad a final value is: smaller is better. No value, or none that is finite, is infinitely bad.
    func badness(_ value: Double?) -> Double {
        guard let value, value.isFinite else { return .infinity }
        return goal == .minimize ? value : -value
    }
}
