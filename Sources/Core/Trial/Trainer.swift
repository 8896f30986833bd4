/// One trial's work as a worker does it. A chunk's result depends on (parameters at its base, specification, phase,
/// chunk) alone.
package protocol Trainer: AnyObject {
    /// Starts a chunk from `state`, which the caller leaves unchanged until `finish`.
    func begin(phase: Int, chunk: Int, state: ParameterState)
    /// Works on for about `samples` samples, so that the caller can look up from its work; true when done.
    func advance(samples: Int) -> Bool
    /// The result of the chunk that was begun and is done.
    func finish() -> ChunkResult
    /// What happens when a phase is complete: evaluate, or improve the policy. Phase 0 gives the initial parameters.
    func milestone(phase: Int, state: ParameterState) -> MilestoneResult
    /// The same in slices; `state` stays unchanged until it is done.
    func startMilestone(phase: Int, state: ParameterState) -> Milestone
}

extension Trainer {
    /// For milestones that take no time worth slicing.
    package func startMilestone(phase: Int, state: ParameterState) -> Milestone {
        Milestone { [self] _ in milestone(phase: phase, state: state) }
    }
}

package enum ChunkResult {
    case update(Update)
    /// The parameters left the range of sense: a result, not a failure. Nothing is applied.
    case diverged
}

package struct Metric: Codable, Sendable, Equatable {
    package var name: String
    package var value: Double

    package init(_ name: String, _ value: Double) {
        self.name = name
        self.value = value
    }
}

package struct MilestoneResult {
    package enum Verdict: String, Codable, Sendable {
        /// On to the next phase, if there is one.
        case proceed
        /// The stop rule holds: the trial is done before its last phase.
        case converged
        case diverged
    }

    package var metrics: [Metric]
    /// Tensors to replace, each dense; may be empty.
    package var assignment: Update
    package var verdict: Verdict

    package init(metrics: [Metric], assignment: Update = .empty, verdict: Verdict = .proceed) {
        self.metrics = metrics
        self.assignment = assignment
        self.verdict = verdict
    }
}
