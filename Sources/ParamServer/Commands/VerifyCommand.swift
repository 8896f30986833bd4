import ArgumentParser
import Experiment
import Foundation
import Protocol

/// `ignd-ps verify DIR`: the hash of each trial's final parameters, checked by replaying the journal.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Print a SHA-256 of each ended trial's final parameters; a served run's journal is replayed.",
        discussion: """
            Everything that the journal still holds is replayed; the parameters must have the recorded hash at each
            phase's end and at each trial's. What the journal no longer tells of is named, and the exit code is 3. A
            serial run has no journal: its hashes are those that it recorded.
            """)

    @Argument(help: "The run directory.")
    var directory: String

    func run() throws {
        let results = try RunResults(directory: directory)
        let runDirectory = RunDirectory(path: directory)
        guard runDirectory.isServed else { return try report(results, replay: nil) }
        var replay = try JournalReplay(sweep: results.sweep, directory: runDirectory)
        try replay.run()
        try report(results, replay: replay)
    }

    private func report(_ results: RunResults, replay: JournalReplay?) throws {
        let recorded = results.finished.compactMapValues(\.hash)
        var verdicts: [Verdict] = []
        for trial in results.sweep.trials {
            // The journal comes first: what it tells may not be among the events yet.
            let replayed = replay?.endHashes[trial.index]?.description
            if let hash = recorded[trial.index] ?? replayed {
                try Note.data(
                    "\(hash)  \(trial.index) \(trial.group) rate=\(trial.learningRate) seed=\(trial.seed)\n")
            }
            if let replay { verdicts.append(judge(trial.index, recorded[trial.index], replay)) }
        }
        guard let replay else { return Note.write("a serial run: these are the hashes that it recorded") }
        Note.write(
            "verified: \(replay.recordCount) records, \(replay.phaseEndCount) phase ends, "
                + "\(verdicts.count { $0 == .verified }) trial ends")
        if verdicts.contains(.contradicted) {
            throw RunError(.failed, "the journal does not reproduce the recorded hashes")
        }
        if verdicts.contains(.unverified) { throw ExitCode(3) }
    }

    private enum Verdict { case verified, open, contradicted, unverified }

    private func judge(_ trial: Int, _ recorded: String?, _ replay: JournalReplay) -> Verdict {
        if let reason = replay.contradictions[trial] {
            Note.write("trial \(trial): \(reason)")
            return .contradicted
        }
        switch (replay.endHashes[trial]?.description, recorded) {
        case (nil, nil): return .open
        case (nil, .some):
            Note.write("trial \(trial): not verified: the journal does not tell of its end any more")
            return .unverified
        case (let replayed?, let recorded) where recorded != nil && recorded != replayed:
            Note.write("trial \(trial): the journal's replay gives \(replayed)")
            return .contradicted
        default: break
        }
        if case .snapshot(let version) = replay.origins[trial] {
            Note.write("trial \(trial): verified from version \(version) on: its earlier records are gone")
        }
        return .verified
    }
}
