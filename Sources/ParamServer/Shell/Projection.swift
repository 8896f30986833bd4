import Core
import Experiment
import Protocol

/// Projects happenings into events.jsonl, each exactly once.
package struct Projection: ~Copyable {
    private var log: EventLog
    private var due: [Event] = []

    /// `sequence` is the journal's newest: events beyond it came from records that are lost.
    package init(path: String, journalSequence sequence: UInt64) throws {
        log = try EventLog(path: path, journalSequence: sequence)
    }

    /// The journal's number of the newest event in the file.
    package var newestSequence: UInt64 { log.lastSequence ?? 0 }

    package mutating func add(_ happening: Happening, worker: String?) {
        due.append(Projection.event(of: happening, worker: worker))
    }

    package mutating func write() throws {
        if due.isEmpty { return }
        try log.append(due)
        due.removeAll(keepingCapacity: true)
    }

    /// Makes what is written survive a loss of power.
    package func sync() throws { try log.sync() }

    private static func event(of happening: Happening, worker: String?) -> Event {
        var event = Event(
            sequence: happening.sequence, time: EventTime(milliseconds: Int64(happening.timeMilliseconds)),
            kind: .milestone, trial: happening.trial, phase: happening.phase, version: happening.version,
            worker: worker)
        switch happening.kind {
        case .milestone(let metrics, let staleness):
            event.metrics = metrics.sorted { $0.name < $1.name }
            event.staleness = staleness
        case .ended(let outcome, let hash, let staleness):
            event.staleness = staleness
            event.kind = .finished
            event.outcome = Event.Outcome(outcome)
            event.hash = hash.description
        }
        return event
    }
}

extension Event.Outcome {
    package init(_ outcome: TrialOutcome) {
        switch outcome {
        case .completed: self = .completed
        case .converged: self = .converged
        case .diverged: self = .diverged
        }
    }
}
