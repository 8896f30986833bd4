import Core
import Experiment

/// How a trial of a test ends.
enum End {
    case value(Double)
    /// Validation and test metric.
    case values(Double, Double)
    case diverged, failed, running
}

/// Trials of one group: for each learning rate the ends of its seeds 1, 2, … The metrics are `error`, `test_error`.
func trials(_ group: String, _ ends: [(rate: Double, ends: [End])], from first: Int = 0) -> (
    [TrialKey], [Event]
) {
    var keys: [TrialKey] = []
    var events: [Event] = []
    for (rate, ends) in ends {
        for (place, end) in ends.enumerated() {
            let index = first + keys.count
            keys.append(
                TrialKey(
                    index: index, label: "\(group), \(rate)", group: group, learningRate: rate,
                    seed: UInt64(place + 1)))
            events += [started(index)] + history(index, end)
        }
    }
    return (keys, events)
}

private func history(_ trial: Int, _ end: End) -> [Event] {
    switch end {
    case .value(let value): return [milestone(trial, phase: 1, [Metric("error", value)]), finished(trial)]
    case .values(let value, let test):
        return [
            milestone(trial, phase: 1, [Metric("error", value), Metric("test_error", test)]), finished(trial),
        ]
    case .diverged:
        return [milestone(trial, phase: 1, [Metric("error", 7)]), finished(trial, phase: 2, .diverged)]
    case .failed: return [finished(trial, .failed)]
    case .running: return [milestone(trial, phase: 1, [Metric("error", 5)])]
    }
}

func choice(
    _ rule: MetricChoice.Rule, goal: MetricChoice.Goal = .minimize, test: String? = nil
) -> MetricChoice {
    MetricChoice(name: "error", goal: goal, testName: test, rule: rule)
}

/// The results of one group.
func results(_ ends: [(rate: Double, ends: [End])], _ choice: MetricChoice) throws -> ResultGroup {
    let (keys, events) = trials("g", ends)
    return try Results(events: events, keys: keys, choice: choice).groups[0]
}
