import Core
import Experiment

/// Keeps a serial run's events, and writes a trial's when it is whole: a trial that was cut off is run again.
package struct Recorder: ~Copyable {
    package private(set) var events: [Event]
    private var unfinished: [Event] = []
    private var log: EventLog?
    private var parameters: ParameterStore?
    private var sequence: UInt64

    package init(events: [Event], path: String?, parameters: ParameterStore? = nil) throws {
        self.events = events
        sequence = events.last?.sequence ?? 0
        log = try path.map { try EventLog(path: $0) }
        self.parameters = parameters
    }

    package func hasFinished(_ trial: Int) -> Bool {
        events.contains { $0.trial == trial && $0.kind == .finished }
    }

    package mutating func add(_ event: Event) throws {
        sequence += 1
        var event = event
        event.sequence = sequence
        unfinished.append(event)
        parameters?.observe(event.metrics, of: event.trial)
    }

    /// The end of a trial: its parameters are kept before anything tells of it.
    package mutating func finish(_ event: Event, _ state: ParameterState) throws {
        try add(event)
        try parameters?.keep(state, of: event.trial, diverged: event.outcome == .diverged)
        try log?.append(unfinished)
        events += unfinished
        unfinished = []
    }
}
