import Core
import Experiment
import Protocol

/// Follows all that a journal still holds, from its first record to its last, for those who ask about the past.
///
/// A trial can be followed from its first record, the milestone of phase 0, or from a snapshot that stands among the
/// records. Records of others are passed over.
struct JournalReplay {
    /// Where the replay of a trial began.
    enum Origin: Equatable {
        case firstRecord
        /// In a snapshot, at this version.
        case snapshot(UInt64)
    }

    private(set) var server: ParameterServer
    /// The trials that are followed.
    private(set) var origins: [Int: Origin] = [:]
    /// Why a trial could not be followed to its end.
    private(set) var contradictions: [Int: String] = [:]
    private(set) var endHashes: [Int: Digest] = [:]
    private(set) var recordCount = 0
    /// Milestones whose parameters had the hash that was recorded.
    private(set) var phaseEndCount = 0
    private let journal: JournalDirectory
    private let snapshots: SnapshotFile
    private var snapshotsAhead: [UInt64]

    init(sweep: Sweep, directory: RunDirectory) throws {
        journal = JournalDirectory(path: directory.journalPath)
        snapshots = SnapshotFile(directory: directory.snapshotsPath)
        snapshotsAhead = try snapshots.sequences().reversed()
        server = ParameterServer(
            configuration: ParameterServer.Configuration(run: sweep.identity, leaseMilliseconds: 0),
            trials: Trial.trials(of: sweep))
    }

    /// Goes through all records. `ended` gets the final state of each trial that ends, with its version; `isDone` is asked
    /// between any two records.
    mutating func run(
        ended: (Int, ParameterState, UInt64) -> Void = { _, _, _ in },
        isDone: (borrowing JournalReplay) -> Bool = { _ in false }
    ) throws {
        var cursor = try JournalCursor(journal)
        server.sequence = cursor.sequence
        try adopt()
        while !isDone(self), let record = try next(&cursor) {
            server.sequence = cursor.sequence - 1
            try follow(record, ended: ended)
            server.sequence = cursor.sequence
            recordCount += 1
            try adopt()
        }
    }

    /// The trial as it is at this point, if it is followed and has not ended.
    func progress(of trial: Int) -> TrialProgress? {
        origins[trial] != nil && contradictions[trial] == nil ? server.trials[trial].progress : nil
    }

    /// Behind a gap only trials that begin there are followed, and those of a snapshot there.
    private mutating func next(_ cursor: inout JournalCursor) throws -> Record? {
        do {
            return try cursor.next()
        } catch let error as JournalError {
            guard case .missing = error, try cursor.jumpOverGap() else { throw error }
            Note.write("\(error)")
            origins = [:]
            server.sequence = cursor.sequence
            try adopt()
            return try next(&cursor)
        }
    }

    private mutating func follow(_ record: Record, ended: (Int, ParameterState, UInt64) -> Void) throws {
        let trial = record.trial
        if case .milestone(let report) = record.body, report.phase == 0, origins[trial] == nil {
            origins[trial] = .firstRecord
        }
        guard origins[trial] != nil, contradictions[trial] == nil else { return }
        var hash: Digest?
        let reason = try Recovery.follow(
            record, server: &server,
            publish: { if case .ended(_, let digest, _) = $0.kind { hash = digest } },
            store: { trial, state, _ in ended(trial, state, record.version) })
        if let reason { contradictions[trial] = "record \(server.sequence + 1): \(reason)" }
        if let hash { endHashes[trial] = hash }
        if case .milestone = record.body, reason == nil { phaseEndCount += 1 }
    }

    /// Takes over from a snapshot at this point the trials that are not followed.
    private mutating func adopt() throws {
        while let sequence = snapshotsAhead.first, sequence <= server.sequence {
            snapshotsAhead.removeFirst()
            guard sequence == server.sequence, let image = try snapshots.image(sequence) else { continue }
            for entry in image.trials where origins[entry.index] == nil && entry.outcome == nil {
                server.restore(entry, of: image)
                origins[entry.index] = .snapshot(server.trials[entry.index].version)
            }
        }
    }
}
