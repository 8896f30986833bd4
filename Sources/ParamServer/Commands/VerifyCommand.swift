import ArgumentParser
import Experiment
import Foundation
import Protocol

/// `ignd-ps verify DIR`: the hash of each trial's final parameters, checked by replaying the journal.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Print a SHA-256 of each ended trial's final parameters; a served run's journal is replayed.")

    @Argument(help: "The run directory.")
    var directory: String

    func run() throws {
        let results = try RunResults(directory: directory)
        let replayed = try replay(results)
        let finished = results.finished
        var hasMismatch = false
        for trial in results.sweep.trials {
            // The journal comes first: what it tells may not be among the events yet.
            let recorded = finished[trial.index]?.hash
            guard let hash = recorded ?? replayed?[trial.index] else { continue }
            try Note.data(
                "\(hash)  \(trial.index) \(trial.group) rate=\(trial.learningRate) seed=\(trial.seed)\n")
            if let replayed, replayed[trial.index] != hash {
                hasMismatch = true
                Note.write(
                    "trial \(trial.index): the journal's replay gives \(replayed[trial.index] ?? "no end")")
            }
        }
        if hasMismatch { throw RunError(.failed, "the journal does not reproduce the recorded hashes") }
    }

    /// Each ended trial's hash as the journal gives it; nil for a run without a journal (a serial one).
    private func replay(_ results: RunResults) throws -> [Int: String]? {
        let path = RunDirectory(path: directory).journalPath
        guard try MappedFile.exists(path) else { return nil }
        var server = ParameterServer(
            configuration: ParameterServer.Configuration(run: results.sweep.identity, leaseMilliseconds: 0),
            trials: Trial.trials(of: results.sweep))
        var hashes: [Int: String] = [:]
        try Recovery.replay(journal: path, snapshots: nil, into: &server) { happening in
            if case .ended(_, let hash) = happening.kind { hashes[happening.trial] = hash.description }
        }
        return hashes
    }
}
