/// The work of a milestone, in slices, so that the worker can look up from a long evaluation.
package final class Milestone {
    private let step: (Int) -> MilestoneResult?

    /// `step` works on for about so many samples and returns nil until it is done.
    package init(_ step: @escaping (Int) -> MilestoneResult?) { self.step = step }

    package func advance(samples: Int) -> MilestoneResult? { step(samples) }

    /// The rest of it, in one go.
    package func whole() -> MilestoneResult {
        while true {
            if let result = advance(samples: .max) { return result }
        }
    }
}
