import Core
import Experiment
import Protocol

/// Brings a server to the state that a run's files tell of.
package struct Recovery {
    private let journal: JournalDirectory
    private let snapshots: SnapshotFile
    /// The newest record that the events on disk tell of.
    private let newestEvent: UInt64

    /// What was found.
    package struct Outcome {
        /// Where the next record goes.
        package let end: JournalEnd
        /// The record of the newest snapshot that is whole; 0 if there is none.
        package let snapshot: UInt64
    }

    package init(journal: JournalDirectory, snapshots: SnapshotFile, newestEvent: UInt64) {
        self.journal = journal
        self.snapshots = snapshots
        self.newestEvent = newestEvent
    }

    /// Loads the newest snapshot that is whole, applies the records behind it and passes on what follows from them.
    /// `store` gets the final state of each trial that ends on the way.
    ///
    /// - Throws: `JournalError` for damage or missing records. With `mending` a gap behind the snapshot is no error:
    ///   the journal goes on behind it.
    package func run(
        into server: inout ParameterServer, mending: Bool = false, publish: (Happening) -> Void,
        store: (Int, ParameterState, TrialOutcome?) throws -> Void = { _, _, _ in }
    ) throws -> Outcome {
        let newest = try snapshots.newest()
        let image = try isBase(newest) ? newest : nil
        if try image == nil && newestEvent > 0 && journal.segments().isEmpty {
            throw JournalError.gone(directory: journal.path, last: newestEvent)
        }
        if let image { server.restore(image) }
        var cursor: JournalCursor
        do {
            cursor = try JournalCursor(journal, after: server.sequence, offset: image?.journalOffset ?? 0)
        } catch JournalError.missing(let directory, let first, let last) {
            if image == nil { throw JournalError.gone(directory: directory, last: last ?? first) }
            guard mending else {
                throw JournalError.missing(directory: directory, first: first, last: last)
            }
            Note.write(
                "\(directory): goes on from the snapshot at record \(first - 1); what followed it is lost")
            return Outcome(end: .fresh(first), snapshot: first - 1)
        }
        while let record = try cursor.next() {
            try Recovery.follow(record, at: cursor, server: &server, publish: publish, store: store)
        }
        if cursor.tornBytes > 0 {
            Note.write("\(cursor.place.path): a record at the end was never whole and is left out")
        }
        return Outcome(end: cursor.end, snapshot: newest?.sequence ?? 0)
    }

    /// Whether to begin with this snapshot, and not with the first record: so are events made up that are lost.
    private func isBase(_ image: ServerImage?) throws -> Bool {
        guard let told = image?.newestEvent, told > newestEvent else { return true }
        guard try journal.segments().first?.first == 1 else {
            throw InputError(
                .badData, file: "events.jsonl",
                "ends at record \(newestEvent), but there were results up to record \(told), and the journal no "
                    + "longer reaches back; restore the file from a copy")
        }
        Note.write("events.jsonl lacks results: they are made up from the journal")
        return false
    }

    /// Applies one record as it was applied when it was written.
    private static func follow(
        _ record: Record, at cursor: JournalCursor, server: inout ParameterServer,
        publish: (Happening) -> Void, store: (Int, ParameterState, TrialOutcome?) throws -> Void
    ) throws {
        if let reason = try follow(record, server: &server, publish: publish, store: store) {
            throw JournalError.damaged(
                path: cursor.place.path, offset: cursor.place.offset, after: cursor.sequence - 1,
                reason: "by a record that cannot follow here: \(reason)")
        }
    }

    /// Applies one record, or says why it cannot follow what the server holds.
    package static func follow(
        _ record: Record, server: inout ParameterServer, publish: (Happening) -> Void,
        store: (Int, ParameterState, TrialOutcome?) throws -> Void
    ) throws -> String? {
        if let reason = server.contradiction(of: record) { return reason }
        var replayed = record
        for effect in server.apply(&replayed) {
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
        if replayed.version == record.version { return nil }
        return "it gives version \(replayed.version), not \(record.version)"
    }
}
