package import Core
internal import Foundation

/// Final parameters of ended trials, kept while the sweep runs: which learning rate will be chosen is known at the end
/// only.
///
/// Of each configuration (group and rate) one file is kept, that of its best seed so far: no more can be exported.
/// A file's name tells trial and value, so that opening reads no numbers. Files are whole but not synced before
/// `sync`: after a loss of power one may be missing or belong to another end of its trial. Whoever reads compares with
/// the hash of the trial's end, and can replay the journal.
package struct ParameterStore {
    private struct Configuration: Hashable {
        let group: String
        let learningRate: Double
    }

    private let directory: String
    private let keys: [TrialKey]
    private let choice: MetricChoice
    private var newest: [Int: Double] = [:]
    private var kept: [Configuration: Candidate] = [:]
    private var unsynced: Set<String> = []

    /// Opens the store in `directory`, which exists, and removes what is not finished.
    package init(directory: String, sweep: Sweep) throws {
        self.directory = directory
        keys = sweep.keys
        choice = sweep.choice
        for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() {
            if name.hasSuffix(WholeFile.unfinishedSuffix) { unlink(directory + "/" + name) }
            guard let candidate = Candidate(fileName: name), keys.indices.contains(candidate.trial) else {
                continue
            }
            try settle(candidate)
        }
    }

    /// Takes note of a trial's metrics: the last ones are its final ones.
    package mutating func observe(_ metrics: [Metric], of trial: Int) {
        guard let metric = metrics.first(where: { $0.name == choice.name }) else { return }
        newest[trial] = metric.value
    }

    /// Keeps the parameters of a trial that has ended, if they may be the best of its configuration. One that has
    /// diverged is never chosen.
    package mutating func keep(_ state: ParameterState, of trial: Int, diverged: Bool) throws {
        let candidate = Candidate(trial: trial, value: newest[trial] ?? .nan)
        let best = kept[configuration(of: trial)].flatMap { $0.trial == trial ? nil : $0 }
        if diverged || best.map({ isBetter($0, candidate) }) == true {
            newest[trial] = nil
            return
        }
        let bytes = Payload(owner: state, bytes: state.parameterBytes)
        try WholeFile.write(bytes, to: path(candidate), syncing: false)
        newest[trial] = nil  // not before the file is there: whoever finds the disk full may call again
        unsynced.insert(path(candidate))
        try settle(candidate)
    }

    /// Makes what is kept survive a loss of power: needed before journal records are dropped that could give it again.
    package mutating func sync() throws {
        if unsynced.isEmpty { return }
        for candidate in kept.values where unsynced.contains(path(candidate)) {
            try WholeFile.sync(path(candidate))
        }
        try WholeFile.syncDirectory(directory)
        unsynced = []
    }

    /// The bytes that were kept for a trial; nil if there are none.
    package func parameters(of trial: Int) -> Payload? {
        guard let candidate = kept[configuration(of: trial)], candidate.trial == trial else { return nil }
        return FileManager.default.contents(atPath: path(candidate)).map { Payload(copying: $0) }
    }

    /// Removes the directory with all that is in it.
    package func remove() throws {
        do {
            try FileManager.default.removeItem(atPath: directory)
        } catch {
            throw RunError(.cannotWrite, "\(directory): cannot be removed: \(error.cause)")
        }
    }

    /// Of two files of one configuration, one goes: the other trial's that is worse, or the same trial's earlier one.
    private mutating func settle(_ candidate: Candidate) throws {
        let configuration = configuration(of: candidate.trial)
        guard let other = kept[configuration], other.fileName != candidate.fileName else {
            kept[configuration] = candidate
            return
        }
        let isOtherKept = other.trial != candidate.trial && isBetter(other, candidate)
        kept[configuration] = isOtherKept ? other : candidate
        unlink(path(isOtherKept ? candidate : other))
    }

    /// Smaller seeds win ties, as in the choice of the model.
    private func isBetter(_ left: Candidate, _ right: Candidate) -> Bool {
        (choice.badness(left.value), keys[left.trial].seed, left.trial)
            < (choice.badness(right.value), keys[right.trial].seed, right.trial)
    }

    private func configuration(of trial: Int) -> Configuration {
        Configuration(group: keys[trial].group, learningRate: keys[trial].learningRate)
    }

    private func path(_ candidate: Candidate) -> String { directory + "/" + candidate.fileName }
}
