/// What decides between learning rates.
package struct SweepMetric: Codable, Sendable, Equatable {
    package enum Goal: String, Codable, Sendable, CaseIterable { case minimize, maximize }

    package var name: String
    package var goal: Goal

    package init(name: String, goal: Goal) {
        self.name = name
        self.goal = goal
    }

    /// Whether `candidate` is better than `best`. What is not a number is never better.
    package func isBetter(_ candidate: Double, than best: Double) -> Bool {
        if candidate.isNaN { return false }
        if best.isNaN { return true }
        return goal == .minimize ? candidate < best : candidate > best
    }
}
