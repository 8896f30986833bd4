import Core
import Experiment
import Protocol

/// One trial of a serial run, from its first milestone to its end.
package struct SerialTrial {
    private let index: Int
    private let specification: TrialSpecification
    private let trainer: any Trainer
    private var progress: TrialProgress
    private var slice = SliceLength()
    private var lastLook = 0
    private static let lookMilliseconds = 50

    package init(_ trial: ResolvedTrial, dataset: Dataset?) throws {
        index = trial.index
        specification = trial.specification
        trainer = try specification.makeTrainer(dataset: dataset)
        progress = TrialProgress(plan: specification.plan)
    }

    /// False if `mustStop` said so before the trial's end: nothing of it is kept then. It is asked now and then, within
    /// long chunks and milestones too.
    @discardableResult
    package mutating func run(_ recorder: inout Recorder, until mustStop: () -> Bool = { false }) throws
        -> Bool
    {
        while progress.outcome == nil {
            let phase = progress.phase
            for chunk in 0..<progress.plan.chunks(inPhase: phase) where progress.outcome == nil {
                if !perform(chunk, phase: phase, until: mustStop) { return false }
            }
            if progress.outcome == nil, try !complete(phase, &recorder, until: mustStop) { return false }
        }
        try recorder.finish(finished(), progress.state)
        return true
    }

    /// What `work` gives in the end, slice by slice; nil: it is to stop.
    private mutating func inSlices<Result>(
        until mustStop: () -> Bool, _ work: (_ samples: Int) -> Result?
    ) -> Result? {
        while true {
            let now = Clock.monotonicMilliseconds()
            if now - lastLook >= SerialTrial.lookMilliseconds {
                lastLook = now
                if mustStop() { return nil }
            }
            if let result = slice.run(forMilliseconds: SerialTrial.lookMilliseconds, work) { return result }
        }
    }

    private mutating func perform(_ chunk: Int, phase: Int, until mustStop: () -> Bool) -> Bool {
        let trainer = trainer
        trainer.begin(phase: phase, chunk: chunk, state: progress.state)
        let isDone: Void? = inSlices(until: mustStop) { trainer.advance(samples: $0) ? () : nil }
        if isDone == nil { return false }
        switch trainer.finish() {
        case .diverged: progress.diverge()
        case .update(let update):
            let rate = progress.plan.rate(phase: phase, staleness: 0)
            _ = progress.commit(chunk: chunk, update: update, rate: rate)
        }
        return true
    }

    private mutating func complete(_ phase: Int, _ recorder: inout Recorder, until mustStop: () -> Bool)
        throws
        -> Bool
    {
        let milestone = trainer.startMilestone(phase: phase, state: progress.state)
        guard let result = inSlices(until: mustStop, { milestone.advance(samples: $0) }) else { return false }
        _ = progress.complete(result)
        var event = event(.milestone, phase: phase)
        event.metrics = result.metrics.sorted { $0.name < $1.name }
        try recorder.add(event)
        return true
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
