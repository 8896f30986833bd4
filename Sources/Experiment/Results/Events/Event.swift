package import Core

/// One thing that happened to a trial: a line of events.jsonl, which is the truth about results.
///
/// Events are a function of the journal: the same records give the same events in the same order, so a journal can
/// be projected again after a crash.
package struct Event: Sendable, Equatable {
    package enum Kind: String, Codable, Sendable { case started, milestone, finished }

    package enum Outcome: String, Codable, Sendable {
        /// All phases are done.
        case completed
        /// The stop rule held before the last phase.
        case converged
        /// The numbers left the range of sense: a result, not a failure.
        case diverged
        /// The work could not be done.
        case failed
    }

    /// The journal record that it came from; several events may share one.
    package var sequence: UInt64
    package var time: EventTime
    package var kind: Kind
    /// The trial's index in the sweep.
    package var trial: Int
    package var phase: Int
    /// Updates applied so far.
    package var version: UInt64
    /// In the order of their names.
    package var metrics: [Metric]
    /// Of a finished trial, and only there.
    package var outcome: Outcome?
    /// SHA-256 (hex) of the final parameters.
    package var hash: String?
    /// Who did the milestone.
    package var worker: String?
    /// Of the commits since the trial's last event, where several workers may meet on it.
    package var staleness = StalenessHistogram()

    package init(
        sequence: UInt64, time: EventTime, kind: Kind, trial: Int, phase: Int, version: UInt64,
        metrics: [Metric] = [], outcome: Outcome? = nil, hash: String? = nil, worker: String? = nil
    ) {
        precondition(
            (outcome != nil) == (kind == .finished), "a finished trial, and no other, has an outcome")
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.trial = trial
        self.phase = phase
        self.version = version
        self.metrics = metrics.sorted { $0.name < $1.name }
        self.outcome = outcome
        self.hash = hash
        self.worker = worker
    }

    package func value(of metric: String) -> Double? { metrics.first { $0.name == metric }?.value }
}
