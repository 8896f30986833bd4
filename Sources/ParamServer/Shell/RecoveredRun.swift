import Core
import Experiment

/// A run as its files tell of it, when a server starts on them.
struct RecoveredRun {
    private(set) var server: ParameterServer
    private(set) var parameters: ParameterStore
    /// What the records behind the snapshot imply for the events.
    private(set) var happenings: [Happening] = []
    /// Where the journal goes on.
    private(set) var end = JournalEnd.fresh(1)
    private var snapshot: UInt64 = 0
    private let fresh: ParameterServer

    /// Different damages that one repair may find.
    private static let repairLimit = 8

    init(server: ParameterServer, parameters: ParameterStore) {
        fresh = server
        self.server = server
        self.parameters = parameters
    }

    /// Reads snapshot and journal. With `repairing` damage is cut out of the journal, and people are told what is lost;
    /// without, it is an error.
    mutating func recover(from directory: RunDirectory, repairing: Bool) throws {
        let journal = JournalDirectory(path: directory.journalPath)
        let snapshots = SnapshotFile(directory: directory.snapshotsPath)
        let newestEvent = try EventLog(path: directory.eventsPath).lastSequence ?? 0
        let recovery = Recovery(journal: journal, snapshots: snapshots, newestEvent: newestEvent)
        for attempt in 0... {
            do {
                try run(recovery, mending: attempt > 0)
                break
            } catch let error as JournalError where repairing && attempt < RecoveredRun.repairLimit {
                guard let text = try JournalRepair(journal).mend(error) else { throw error }
                Note.write(text)
            }
        }
        // Numbers that will be given again must not meet a snapshot of an earlier life; one that is not whole is none.
        try snapshots.setAside(beyond: min(server.sequence, snapshot))
    }

    private mutating func run(_ recovery: Recovery, mending: Bool) throws {
        server = fresh
        happenings = []
        var (server, parameters) = (server, parameters)
        var found: [Happening] = []
        let outcome = try recovery.run(
            into: &server, mending: mending,
            publish: { happening in
                found.append(happening)
                parameters.observe(happening)
            },
            store: { trial, state, outcome in
                try parameters.keep(state, of: trial, diverged: outcome == .diverged)
            })
        (end, snapshot) = (outcome.end, outcome.snapshot)
        happenings = found
        self.server = server
        self.parameters = parameters
    }
}
