import Core
import Experiment

/// Looks for one version of a trial's parameters in what a journal still holds.
struct VersionSearch {
    struct Found {
        let version: UInt64
        let parameters: Payload

        init(_ state: ParameterState, _ version: UInt64) {
            self.version = version
            parameters = Payload(owner: state, bytes: state.parameterBytes)
        }
    }

    let trial: Int
    /// Nil: the newest.
    let version: UInt64?

    /// - Throws: `InputError` if the journal does not tell of it, with what it does tell of.
    func run(_ sweep: Sweep, _ directory: RunDirectory) throws -> Found {
        var replay = try JournalReplay(sweep: sweep, directory: directory)
        var (oldest, end): (UInt64?, Found?) = (nil, nil)
        try replay.run(
            ended: { trial, state, version in
                if trial == self.trial { end = Found(state, version) }
            },
            isDone: { replay in
                let current = replay.progress(of: trial)?.version ?? end?.version
                oldest = oldest ?? current
                return version != nil && current == version
            })
        let newest = replay.progress(of: trial).map { Found($0.state, $0.version) } ?? end
        if let newest, version == nil || newest.version == version { return newest }
        throw InputError(
            .badData, file: directory.journalPath,
            replay.contradictions[trial].map { "trial \(trial), \($0)" } ?? reason(oldest, newest?.version))
    }

    private func reason(_ oldest: UInt64?, _ newest: UInt64?) -> String {
        guard let oldest, let newest else {
            return "does not tell of trial \(trial): it has not begun, or its records were removed "
                + "(see --keep-journal)"
        }
        guard let version, version < oldest else {
            return "trial \(trial) is at version \(newest); no later one is there"
        }
        return "reaches back to version \(oldest) of trial \(trial) only: earlier records were removed "
            + "(see --keep-journal); --to takes \(oldest) to \(newest)"
    }
}
