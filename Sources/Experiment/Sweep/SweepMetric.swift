/// What decides between learning rates.
package struct SweepMetric: Codable, Sendable, Equatable {
    package enum Goal: String, Codable, Sendable, CaseIterable { case minimize, maximize }

    package var name: String
    package var goal: Goal

    package init(name: String, goal: Goal) {
        self.name = name
        self.goal = goal
    }
}
