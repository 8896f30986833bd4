import Core
import Experiment
import Foundation
import Protocol
import Testing

/// A model that was exported and read again predicts what the network computes on the prepared data.
@Suite struct PredictionTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func load(precision: String) throws -> LoadedSweep {
        let rows = (0..<40).map { "\($0),\(["a", "b"][$0 / 2 % 2]),\(3 + $0 % 7)" }
        _ = try directory.save((["x,kind,y"] + rows).joined(separator: "\n") + "\n", to: "data.csv")
        let text = """
            task:
              kind: supervised
              data: {csv: data.csv, target: y}
              layers: [{dense: 3}, tanh, {dense: 1}]
              epochs: 1
            precision: \(precision)
            chunk: {kind: local, samples: 5}
            parameters: {optimizer: {value: sgd}, learning_rate: {value: 0.1}}

            """
        let file = try directory.save(text, to: "s.yaml")
        return try SweepFile.load(file)
    }

    @Test(arguments: ["float32", "float64"])
    func predictionsAreTheNetworks(precision: String) throws {
        let loaded = try load(precision: precision)
        if precision == "float32" { try check(Float.self, loaded) } else { try check(Double.self, loaded) }
    }

    private func check<S: Scalar>(_ type: S.Type, _ loaded: LoadedSweep) throws {
        let specification = loaded.sweep.trials[0].specification
        guard case .supervised(let task) = specification.task else { return }
        guard case .vector(let width) = task.input else { preconditionFailure() }
        let network = try DenseStack(inputs: width, layers: task.layers)
        let plan = specification.plan
        let state = ParameterState(table: plan.table, precision: plan.precision, rule: plan.rule)
        for (place, value) in network.network.initialParameters(S.self, seed: 5).enumerated() {
            state.parameters(S.self)[place] = value
        }
        let model = try StoredModel(path: try export(state, loaded))
        let predicted = try Prediction(model: model, data: directory.file("data.csv")).values()
        let rows = try SupervisedRows<S>(DatasetFile.open(loaded.datasets[0].bytes), inputs: width)
        let samples = SampleList(rows: rows, numbers: (0..<40).map { $0 })
        let expected = DenseBatch<S>(network).predictions(samples, parameters: state.parameters(S.self))
        #expect(predicted == expected.map { Double($0) * task.targetScale })
    }

    /// Exports a run whose only trial ended with `state`; gives the model's path.
    private func export(_ state: ParameterState, _ loaded: LoadedSweep) throws -> String {
        let run = RunDirectory(path: directory.file("run"))
        try run.open(for: loaded.sweep, file: directory.file("s.yaml"), as: .serial)
        try run.make(run.parametersPath)
        var store = try ParameterStore(directory: run.parametersPath, sweep: loaded.sweep)
        let metrics = [Metric(loaded.sweep.choice.name, 0.5)]
        store.observe(metrics, of: 0)
        try store.keep(state, of: 0, diverged: false)
        var end = finished(0, .completed, metrics)
        end.hash = Digest(of: state.parameterBytes).description
        var log = try EventLog(path: run.eventsPath)
        try log.append([end])
        try ModelExport(directory: run, sweep: loaded.sweep, datasets: loaded.datasets).run { _ in [:] }
        let names = try FileManager.default.contentsOfDirectory(atPath: run.modelsPath)
        return run.modelsPath + "/" + (try #require(names.first))
    }
}
