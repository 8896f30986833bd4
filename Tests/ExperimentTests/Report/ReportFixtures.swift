import Core
import Foundation
import Testing

import Experiment

/// A sweep of control trials by QL and IGNDQ: two rates and two seeds each.
func reportSweep(name: String = "toy", labels: [String] = ["IGNDQ", "QL"]) throws -> Sweep {
    let entries = try labels.map { label in
        let text = String(decoding: try JSONEncoder().encode(label), as: UTF8.self)
        return "  - {optimizer: {value: ignd}, label: {value: \(text)}, learning_rate: {values: [1, 0.5]}}\n"
    }
    var sweep = try parse(
        """
        name: toy
        seeds: 2
        task:
          kind: lqr
          plant: {a: [[0, 1], [0, 0]], b: [[0], [1]], sampling_period: 0.1}
          improvements: 3
          updates_per_improvement: 10
        parameters:

        """ + entries.joined())
    sweep.name = name
    return sweep
}

/// Every trial learns: its error falls by `factor` in each of three phases.
func reportEvents(_ sweep: Sweep, factor: Double = 0.01) -> [Event] {
    sweep.trials.flatMap { trial in
        let scale = 1 + Double(trial.index) / 10
        return [started(trial.index)]
            + (0...3).map { phase in
                let error = (0..<phase).reduce(scale) { value, _ in value * factor }
                return milestone(
                    trial.index, phase: phase, [Metric("relative_policy_error", error)])
            } + [finished(trial.index, phase: 3)]
    }
}

/// Every trial is lost after its first improvement.
func divergedEvents(_ sweep: Sweep) -> [Event] {
    sweep.trials.flatMap { trial in
        [
            started(trial.index),
            milestone(trial.index, phase: 0, [Metric("relative_policy_error", 1)]),
            milestone(trial.index, phase: 1, [Metric("relative_policy_error", 1e9)]),
            finished(trial.index, phase: 2, .diverged),
        ]
    }
}

func report(_ sweep: Sweep, _ events: [Event]) throws -> Report {
    try Report(runs: [(sweep: sweep, events: events)])
}

extension Report {
    /// The text of one file.
    func text(_ name: String) throws -> String {
        try #require(files.first { $0.name == name }?.text)
    }
}
