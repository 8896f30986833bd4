import Core
import Experiment
import Protocol

/// One trial of a serial run, from its first milestone to its end.
package struct SerialTrial {
    private let index: Int
    private let specification: TrialSpecification
    private let trainer: any Trainer
    private var progress: TrialProgress
    private var lastLook = 0

    package init(_ trial: ResolvedTrial, dataset: Dataset?) throws {
        index = trial.index
        specification = trial.specification
        trainer = try specification.makeTrainer(dataset: dataset)
        progress = TrialProgress(plan: specification.plan)
    }

    /// False if `signals` asked to stop before the trial's end: nothing of it is kept then.
    @discardableResult
    package mutating func run(_ recorder: inout Recorder, until signals: Signals? = nil) throws -> Bool {
        while progress.outcome == nil {
            let phase = progress.phase
            for chunk in 0..<progress.plan.chunks(inPhase: phase) where progress.outcome == nil {
                if mustStop(signals) { return false }
                perform(chunk, phase: phase)
            }
            if progress.outcome == nil { try complete(phase, &recorder) }
        }
        try recorder.finish(finished(), progress.state)
        return true
    }

    /// Looks at the signals now and then: a chunk can take less time than a look.
    private mutating func mustStop(_ signals: Signals?) -> Bool {
        guard let signals else { return false }
        let now = Clock.monotonicMilliseconds()
        guard now - lastLook >= 50 else { return false }
        lastLook = now
        return signals.isDrainRequested
    }

    private mutating func perform(_ chunk: Int, phase: Int) {
        trainer.begin(phase: phase, chunk: chunk, state: progress.state)
        while !trainer.advance(samples: .max) {}
        switch trainer.finish() {
        case .diverged: progress.diverge()
        case .update(let update):
            let rate = progress.plan.rate(phase: phase, staleness: 0)
            _ = progress.commit(chunk: chunk, update: update, rate: rate)
        }
    }

    private mutating func complete(_ phase: Int, _ recorder: inout Recorder) throws {
        let result = trainer.milestone(phase: phase, state: progress.state)
        _ = progress.complete(result)
        var event = event(.milestone, phase: phase)
        event.metrics = result.metrics.sorted { $0.name < $1.name }
        try recorder.add(event)
    }

    private func finished() -> Event {
        var event = event(.milestone, phase: progress.phase)
        event.kind = .finished
        event.outcome = progress.outcome.flatMap { Event.Outcome(rawValue: $0.rawValue) }
        event.hash = Digest(of: progress.state.parameterBytes).description
        return event
    }

    private func event(_ kind: Event.Kind, phase: Int) -> Event {
        Event(
            sequence: 0, time: EventTime(milliseconds: Int64(Clock.unixMilliseconds())), kind: kind,
            trial: index, phase: phase, version: progress.version, worker: "serial")
    }
}
