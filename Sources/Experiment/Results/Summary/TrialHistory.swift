internal import Core

/// What the events say of one trial.
package struct TrialHistory: Sendable {
    /// How a trial ended, for one metric.
    package enum Ending: Sendable, Equatable {
        case value(Double)
        /// Its outcome says so, or its final value is not finite.
        case diverged
        case failed
        case unfinished
        /// It finished without ever reporting the metric.
        case unreported
    }

    /// A trial's place in a curve at one phase.
    package enum Point: Sendable, Equatable {
        case value(Double)
        /// It had converged before: its last value carries on.
        case carried(Double)
        case diverged
        case none
    }

    package let key: TrialKey
    package private(set) var started: EventTime?
    package private(set) var milestones: [Event] = []
    package private(set) var finish: Event?

    init(key: TrialKey) { self.key = key }

    mutating func add(_ event: Event) {
        switch event.kind {
        case .started: started = started ?? event.time
        case .milestone: milestones.append(event)
        case .finished: finish = event
        }
    }

    /// Every metric that it ever reported, by name.
    package var metricNames: [String] {
        Set((milestones + [finish].compactMap { $0 }).flatMap { $0.metrics.map(\.name) }).sorted()
    }

    /// The metric when the trial ended: as the finish reports it, or else as the last milestone that has it.
    package func finalValue(of metric: String) -> Double? {
        finish?.value(of: metric) ?? lastValue(of: metric)
    }

    private func lastValue(of metric: String) -> Double? {
        milestones.lazy.reversed().compactMap { $0.value(of: metric) }.first
    }

    package func ending(of metric: String) -> Ending {
        guard let outcome = finish?.outcome else { return .unfinished }
        if outcome == .diverged { return .diverged }
        if outcome == .failed { return .failed }
        guard let value = finalValue(of: metric) else { return .unreported }
        return value.isFinite ? .value(value) : .diverged
    }

    package func point(of metric: String, phase: Int) -> Point {
        if let finish, finish.outcome == .diverged, phase >= finish.phase { return .diverged }
        if let value = milestones.last(where: { $0.phase == phase })?.value(of: metric) {
            return value.isFinite ? .value(value) : .diverged
        }
        guard finish?.outcome == .converged, let last = milestones.last, last.phase < phase else {
            return .none
        }
        guard let value = lastValue(of: metric) else { return .none }
        return value.isFinite ? .carried(value) : .diverged
    }
}
