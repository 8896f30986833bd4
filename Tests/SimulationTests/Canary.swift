import ParamServer

/// A bug planted into the server's surroundings. Each must be caught by some seed, or the checks are blind.
enum Canary: String, CaseIterable, Sendable {
    /// The server forgets which numbers it has answered.
    case dedupeOff
    /// Answers leave before the journal is written.
    case replyBeforeAppend
    /// Time never passes for leases.
    case leaseNeverExpires
    /// A round closes one chunk early.
    case roundClosedEarly
    /// A worker is sent the steps from one version too early.
    case tailOffByOne
    /// A snapshot is taken before the records that it contains are written.
    case snapshotBeforeSync
    /// A refused push that is sent again is acknowledged.
    case refusalForgotten
    /// Under `--durability power` answers leave before the journal is synced.
    case replyBeforeSync
    /// A snapshot is written before the journal that it stands on is synced.
    case snapshotBeforeJournalSync
    /// A snapshot is written before the events that it swallows are synced.
    case snapshotBeforeEventSync
    /// Old segments go before the new snapshot is there.
    case segmentRemovedEarly
    /// A push counts by its base version, whoever made that.
    case afterIgnored
    /// What was begun on a refused push is taken all the same.
    case successorAccepted
}

extension Canary {
    /// Where it shows.
    var habitat: Scenario.Kind {
        switch self {
        case .roundClosedEarly: return .lqrAverage
        case .tailOffByOne: return .lqrAsync
        case .afterIgnored, .successorAccepted: return .lqrOneWorker
        default: return .counterAsync
        }
    }

    /// In which weather.
    var faults: Faults.Kind {
        switch self {
        case .snapshotBeforeJournalSync, .snapshotBeforeEventSync: return .power
        case .replyBeforeSync: return .syncedPower
        default: return .everything
        }
    }

    /// The order in which a checkpoint is made.
    static func steps(with canary: Canary?) -> [CheckpointStep] {
        switch canary {
        case .snapshotBeforeJournalSync: return CheckpointStep.allCases.filter { $0 != .syncJournal }
        case .snapshotBeforeEventSync: return CheckpointStep.allCases.filter { $0 != .syncResults }
        case .segmentRemovedEarly:
            return [.syncJournal, .syncResults, .startSegment, .removeSegments]
                + CheckpointStep.allCases
        default: return CheckpointStep.allCases
        }
    }
}
