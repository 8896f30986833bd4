internal import Foundation

/// What can go wrong with results: each case says what was done, where, and why it failed.
package enum ResultsError: Error, Equatable {
    /// A call to the operating system failed.
    case file(operation: String, path: String, errno: Int32)
    /// A line of events.jsonl is not an event.
    case malformed(path: String, line: Int, reason: String)
    /// The events name a trial that the sweep does not have.
    case unknownTrial(Int, trials: Int)
    /// SQLite refused.
    case database(operation: String, path: String, code: Int32, message: String)
}

extension ResultsError: CustomStringConvertible {
    package var exitCode: Int32 {
        switch self {
        case .file, .database: return 74
        case .malformed, .unknownTrial: return 65
        }
    }

    package var description: String {
        switch self {
        case .file(let operation, let path, let errno):
            return "cannot \(operation) \(path): \(String(cString: strerror(errno))) (errno \(errno))"
        case .malformed(let path, let line, let reason):
            return "\(path):\(line): \(reason)"
        case .unknownTrial(let trial, let trials):
            return "the events name trial \(trial), but the sweep has \(trials) trials: "
                + "the run directory belongs to another sweep"
        case .database(let operation, let path, let code, let message):
            return "cannot \(operation) \(path): \(message) (SQLite code \(code))"
        }
    }
}
