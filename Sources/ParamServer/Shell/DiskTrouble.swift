import Experiment
import Glibc

/// A disk that takes nothing for now: what cannot be written waits, and people are told, at doubling intervals.
struct DiskTrouble {
    private let since: Int
    private var noted: Int?
    private var interval = 1_000

    init(since now: Int) { since = now }

    /// Why a write failed, if it may succeed later: there is no room, or the file system was made read-only. All other
    /// failures, and those of a sync, are final.
    static func passingCause(of error: any Error) -> String? {
        switch error {
        case JournalError.system(let operation, _, let code):
            return operation != "sync" && isPassing(code) ? "\(error)" : nil
        case ResultsError.file(let operation, _, let code):
            return operation != "sync" && isPassing(code) ? "\(error)" : nil
        case let error as RunError: return error.systemCode.map(isPassing) == true ? "\(error)" : nil
        default: return nil
        }
    }

    private static func isPassing(_ code: Int32) -> Bool { [ENOSPC, EDQUOT, EROFS, EFBIG].contains(code) }

    /// When something is to be said again, or a costly attempt to be made.
    var nextNote: Int { (noted ?? since) + interval }

    /// What to say now, or nil.
    mutating func note(_ cause: String, now: Int) -> String? {
        if noted != nil && now < nextNote { return nil }
        defer { noted = now }
        if noted == nil {
            return "\(cause); nothing is taken in or acknowledged until there is room, and nothing is lost"
        }
        interval *= 2
        return "\(cause); waiting for room since \((now - since) / 1_000) s"
    }

    /// What to say when it is over.
    func farewell(now: Int) -> String {
        "the disk takes writes again after \((now - since) / 1_000) s: going on"
    }
}
