import Experiment

/// Carries out the steps of a checkpoint on real files.
package struct Checkpoint {
    private let journal: JournalDirectory
    private let writer: JournalWriter
    private let snapshots: SnapshotFile
    private let retention: JournalRetention

    package init(
        journal: JournalDirectory, writer: JournalWriter, snapshots: SnapshotFile, retention: JournalRetention
    ) {
        self.journal = journal
        self.writer = writer
        self.snapshots = snapshots
        self.retention = retention
    }

    /// One step; `syncResults` makes events and parameters survive a loss of power. Returns the numbers of the first
    /// records of segments that were removed.
    @discardableResult
    package func perform(
        _ step: CheckpointStep, of server: borrowing ParameterServer, syncResults: () throws -> Void
    ) throws -> [UInt64] {
        switch step {
        case .syncJournal: try writer.flush(syncing: true)
        case .syncResults: try syncResults()
        case .writeSnapshot: try snapshots.write(server.image(journalOffset: writer.size))
        case .startSegment: try writer.rotate()
        case .removeSnapshots: try snapshots.removeOld()
        case .removeSegments: return try removeSegments()
        }
        return []
    }

    /// Before a clean stop, behind the last snapshot.
    package func finish() throws {
        try writer.finish()
        try snapshots.finish()
    }

    private func removeSegments() throws -> [UInt64] {
        let firsts = retention.removable(try journal.segments(), snapshots: try snapshots.sequences())
        for first in firsts { try journal.retire(first) }
        return firsts
    }
}
