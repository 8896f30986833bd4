import Core
import Experiment
import Protocol

/// Brings a server to the state that a journal tells of.
package enum Recovery {
    /// Loads the newest snapshot, applies the journal's records behind it and passes on what follows from them.
    /// Without `snapshots` everything is replayed from the first record. `store` gets the final state of each trial
    /// that ends on the way. Returns the bytes of the journal that are whole.
    @discardableResult
    package static func replay(
        journal path: String, snapshots: SnapshotFile?, into server: inout ParameterServer,
        publish: (Happening) -> Void,
        store: (Int, ParameterState, TrialOutcome?) throws -> Void = { _, _, _ in }
    ) throws -> Int {
        guard try MappedFile.exists(path) else { return 0 }
        var reader = try JournalReader(path: path)
        if let image = try snapshots?.newest(journalBytes: reader.byteCount) {
            server.restore(image)
            reader.skip(to: image.journalOffset)
        }
        while var (_, record) = try reader.next(after: server.sequence) {
            try follow(&record, server: &server, publish: publish, store: store)
        }
        if reader.tornBytes > 0 { Note.write("\(path): a record at the end was never whole and is left out") }
        return reader.offset
    }

    /// Applies one record as it was applied when it was written.
    package static func follow(
        _ record: inout Record, server: inout ParameterServer, publish: (Happening) -> Void,
        store: (Int, ParameterState, TrialOutcome?) throws -> Void
    ) rethrows {
        let version = record.version
        for effect in server.apply(&record) {
            switch effect {
            case .publish(let happening): publish(happening)
            case .store(let trial):
                if let state = server.trials[trial].progress?.state {
                    try store(trial, state, server.trials[trial].outcome)
                }
                server.forget(trial: trial)
            default: break
            }
        }
        precondition(record.version == version, "a replay follows the journal")
    }
}
