import Core
@testable import Experiment
import Foundation
import FuzzDriver

extension FuzzTarget {
    /// A sweep file is right, and then it can be planned, written and read again; or its first mistake is named with line and
    /// column.
    static let sweep = FuzzTarget("sweep", seeds: { SweepCase.seeds }) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        SweepCase.prepare
        do {
            let loaded = try SweepFile.parse(text, file: "s.yaml", directory: SweepCase.scratch.path)
            try SweepCase.check(loaded.sweep)
        } catch let error as InputError {
            demand(!error.message.isEmpty, "an error without words")
            guard error.file == "s.yaml" else { return }
            let isWhole = error.message.contains("is empty") || error.message.contains("different metrics")
            demand(error.line != nil && error.column != nil || isWhole, "a mistake without a place: \(error)")
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
            demand((error.line ?? 1) <= lines + 1, "line \(error.line ?? 0) of \(lines): \(error)")
        }
    }
}

enum SweepCase {
    static let scratch = Scratch("sweep")

    /// The data that the seeds name.
    static let prepare: Void = {
        scratch.write(Array(CSVSeeds.text.utf8), to: "d.csv")
    }()

    static func check(_ sweep: Sweep) throws {
        let again = try JSONDecoder().decode(Sweep.self, from: Data(sweep.resolvedJSON))
        demand(again == sweep, "resolved.json tells of another sweep")
        for trial in sweep.trials.prefix(8) {
            let plan = trial.specification.plan
            demand(plan.phases >= 1 && plan.chunksPerPhase >= 1, "a trial without work")
            let bytes = ParameterState.byteCount(
                table: plan.table, precision: plan.precision, rule: plan.rule)
            demand(bytes > 0, "a trial without parameters")
            let specification = try TrialSpecification(json: trial.specification.json)
            demand(specification == trial.specification, "another specification arrives at the worker")
        }
    }

    static let seeds: [[UInt8]] = [
        """
        # a comment
        name: a
        method: grid
        metric: {name: validation_mape, goal: minimize}
        seeds: [1, 2]
        task:
          kind: supervised
          data:
            csv: d.csv
            target: y
            split: {training: 0.6, validation: 0.2, test: 0.2, seed: 0}
            standardise: true
            target_scale: mean
            categorical: [b]
          loss: squared
          layers: [{dense: 3}, relu, {dense: 1}]
          epochs: 2
        chunk: {kind: local, samples: 4}
        mode: {async: {workers: 1}}
        damping: {lambda: 1.0e-8, epsilon: 0}
        parameters:
          - optimizer: {value: sgd}
            learning_rate: {values: [0.1, 0.05]}
          - optimizer: {values: [adam, adam-ignd]}
            learning_rate: {value: 0.01}
        """,
        """
        seeds: 2
        task: {kind: lqr, plant: uav, sampling_period: 0.1, discount: 0.9, noise: none, reset_every: 10, exploration: 1,
          initial_gain: 0, improvements: 2, updates_per_improvement: 20, stop_below: 1.0e-8}
        chunk: {kind: mean, samples: 5}
        mode: {average: {round: 2}}
        optimizer: ignd
        learning_rate: 1
        precision: float64
        """,
        """
        task: {kind: lqr, plant: {a: [[0.75, 0.125], [-0.25, 0.5]], b: [[0.5], [1]], discrete: true},
          discount: 0.9, improvements: 2, updates_per_improvement: 20}
        parameters: {learning_rate: {values: [1, 0.5]}, optimizer: {value: sgd}}
        """,
        """
        task:
          kind: frozen-lake
          discount: 0.9
          episodes: 20
          episodes_per_phase: 10
          step_limit: 100
          exploration: {start: 1, end: 0.1, episodes: 5}
        chunk: {kind: local, samples: 10}
        parameters:
          - task.feature_scale: {value: {range: 10, seed: 0}}
            optimizer: {values: [sgd, ignd]}
            learning_rate: {value: 0.1}
        """,
        "task: {kind: counter, phases: 3, chunks: 4}\n",
        "a: &a [1, 2]\ntask: *a\n? [x]\n: !!str \"y\\u00e9\"\n--- |\n text\n",
    ].map { Array($0.utf8) }
}
