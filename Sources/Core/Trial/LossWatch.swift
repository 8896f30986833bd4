/// Watches a trial's loss from milestone to milestone. It knows the plan and what milestones report, nothing else, so a
/// replay comes to the same verdict.
package struct LossWatch: Sendable, Equatable {
    /// What is watched, and when it is enough.
    package struct Rule: Codable, Sendable, Equatable {
        /// The first of these that a milestone reports counts.
        package var metrics: [String]
        package var factor: Double
        package var milestones: Int

        package init(metrics: [String], factor: Double, milestones: Int) {
            self.metrics = metrics
            self.factor = factor
            self.milestones = milestones
        }
    }

    /// What must survive a restart.
    package struct Memory: Codable, Sendable, Equatable {
        /// The loss at the first milestone.
        package var initial: Double?
        /// Milestones in a row whose loss was too large.
        package var exceeded = 0

        package init() {}
    }

    package let rule: Rule
    package private(set) var memory: Memory

    package init(_ rule: Rule, memory: Memory = Memory()) {
        self.rule = rule
        self.memory = memory
    }

    /// Takes a milestone's metrics; true if the trial has diverged. A loss that starts at zero has no multiples.
    package mutating func hasDiverged(_ metrics: [Metric]) -> Bool {
        guard let loss = loss(metrics) else { return false }
        guard let initial = memory.initial else {
            memory.initial = loss
            return false
        }
        let isTooLarge = initial > 0 && !(loss <= rule.factor * initial)
        memory.exceeded = isTooLarge ? memory.exceeded + 1 : 0
        return memory.exceeded >= rule.milestones
    }

    private func loss(_ metrics: [Metric]) -> Double? {
        rule.metrics.lazy.compactMap { name in metrics.first { $0.name == name }?.value }.first
    }
}
