import Core
import Experiment
import Foundation
import Protocol

/// Runs a sweep in one process with no network: the same trial bookkeeping, trainers and arithmetic as a served
/// run, so the reference for its bits and the baseline of every benchmark.
struct SerialRun {
    let file: String
    let runDirectory: String?
    /// A run directory whose automatic chunks are taken over.
    let like: String?
    let signals: Signals
    let notifier: ServiceNotifier

    func run() throws -> Int32 {
        var loaded = try SweepFile.load(file)
        loaded.warnings.forEach { Note.write("warning: \($0)") }
        let directory = runDirectory.map(RunDirectory.init)
        try ChunkResolution().settle(&loaded, in: directory, like: like)
        try directory?.open(for: loaded.sweep, file: file, as: .serial)
        let earlier = try directory.map { try RunResults(directory: $0.path).events } ?? []
        var recorder = try Recorder(
            events: earlier, path: directory?.eventsPath,
            parameters: try directory.map { try store(loaded, $0) })
        notifier.tellReady()
        let datasets = Dictionary(uniqueKeysWithValues: loaded.datasets.map { ($0.digest, $0.dataset) })
        for trial in loaded.sweep.trials where !recorder.hasFinished(trial.index) {
            let digest = trial.specification.plan.datasets.first
            var run = try SerialTrial(trial, dataset: digest.flatMap { datasets[$0] })
            let isWhole = try run.run(&recorder) {
                notifier.attend(
                    now: Clock.monotonicMilliseconds(),
                    status: "trial \(trial.index + 1) of \(loaded.sweep.trials.count)")
                return signals.isDrainRequested
            }
            if !isWhole {
                notifier.tellStopping()
                Note.write("ignd-worker: drained in trial \(trial.index): the same --run continues there")
                return ExitReason.drained.code
            }
        }
        notifier.tellStopping()
        let results = RunResults(sweep: loaded.sweep, events: recorder.events)
        try Note.data(results.render(.table))
        if let directory { try conclude(loaded, directory) }
        return 0
    }

    private func store(_ loaded: LoadedSweep, _ directory: RunDirectory) throws -> ParameterStore {
        try directory.make(directory.parametersPath)
        return try ParameterStore(directory: directory.parametersPath, sweep: loaded.sweep)
    }

    /// The index of results, and the models. A serial run has no journal to rebuild parameters from.
    private func conclude(_ loaded: LoadedSweep, _ directory: RunDirectory) throws {
        try RunResults(directory: directory.path).index()
        let export = ModelExport(directory: directory, sweep: loaded.sweep, datasets: loaded.datasets)
        try export.run { _ in [:] }
    }
}
