import Core
import Experiment

/// Events of trials as the server would write them, with times that do not matter.
func started(_ trial: Int, sequence: UInt64 = 0) -> Event {
    Event(
        sequence: sequence, time: EventTime(milliseconds: 0), kind: .started, trial: trial, phase: 0,
        version: 0)
}

func milestone(_ trial: Int, phase: Int, _ metrics: [Metric], sequence: UInt64 = 0) -> Event {
    Event(
        sequence: sequence, time: EventTime(milliseconds: 1_000), kind: .milestone, trial: trial,
        phase: phase,
        version: UInt64(phase) * 10, metrics: metrics, worker: "w1")
}

func finished(
    _ trial: Int, phase: Int = 1, _ outcome: Event.Outcome = .completed, _ metrics: [Metric] = [],
    sequence: UInt64 = 0
) -> Event {
    Event(
        sequence: sequence, time: EventTime(milliseconds: 2_000), kind: .finished, trial: trial, phase: phase,
        version: UInt64(phase) * 10, metrics: metrics, outcome: outcome,
        hash: String(repeating: "ab", count: 32))
}
