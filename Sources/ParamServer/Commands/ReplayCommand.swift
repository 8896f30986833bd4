import ArgumentParser
import Core
import Experiment

/// `ignd-ps replay DIR`: the parameters of any version of a trial, out of the journal.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract:
            "Write a trial's parameters at any version, asynchronous runs included, as a safetensors file.",
        discussion: """
            A version is the number of changes that were applied: an update, an averaged round, or a milestone that
            replaced tensors. The file has the tensors and names of the files in models/. Printed are its SHA-256 of the
            flat parameters (that of `verify`), trial and version.
            """)

    @Argument(help: "The run directory.")
    var directory: String

    @Option(help: "The trial's number; may be left out if the sweep has one.")
    var trial: Int?

    @Option(name: .customLong("to"), help: "The version. (default: the newest)")
    var version: UInt64?

    @Option(name: .shortAndLong, help: "The file to write.")
    var output: String

    func run() throws {
        let runDirectory = RunDirectory(path: directory)
        let sweep = try RunResults(directory: directory).sweep
        let trial = try choose(sweep)
        let found = try VersionSearch(trial: trial.index, version: version).run(sweep, runDirectory)
        let file = VersionFile(
            found.parameters, version: found.version, of: trial, in: sweep, run: runDirectory)
        try WholeFile.write(file.content, to: output, syncing: true)
        try Note.data("\(file.hash)  trial=\(trial.index) version=\(found.version)\n")
    }

    private func choose(_ sweep: Sweep) throws -> ResolvedTrial {
        guard let trial else {
            if sweep.trials.count == 1 { return sweep.trials[0] }
            throw ValidationError(
                "the sweep has trials 0 to \(sweep.trials.count - 1): choose one with --trial")
        }
        guard sweep.trials.indices.contains(trial) else {
            throw ValidationError(
                "--trial \(trial): the sweep has trials 0 to \(sweep.trials.count - 1)")
        }
        return sweep.trials[trial]
    }
}
