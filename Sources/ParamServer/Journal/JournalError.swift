import Glibc

/// A failed file operation, or a journal that is not whole.
package enum JournalError: Error, CustomStringConvertible {
    case system(operation: String, path: String, code: Int32)
    case notAJournal(path: String)
    /// What stands at `offset` is not what follows record `sequence`; `reason` says how that is known.
    case damaged(path: String, offset: Int, after: UInt64, reason: String)
    /// Records `first` to `last` stand in no file; `last` is nil if it is not known how many there were.
    case missing(directory: String, first: UInt64, last: UInt64?)
    /// Records 1 to `last` stand in no file, and no snapshot holds what they did.
    case gone(directory: String, last: UInt64)

    package static func system(_ operation: String, _ path: String) -> JournalError {
        .system(operation: operation, path: path, code: errno)
    }

    package var exitCode: Int32 {
        if case .system = self { return 74 }
        return 65
    }

    package var description: String {
        switch self {
        case .system(let operation, let path, let code):
            return "\(operation) \(path): \(String(cString: strerror(code)))"
        case .notAJournal(let path):
            return "\(path) is not a journal of this version"
        case .damaged(let path, let offset, let sequence, let reason):
            return
                "\(path) is damaged at offset \(offset), \(reason); restore the file from a copy, or serve with "
                + "--repair, which keeps what comes before (up to record \(sequence)) and sets the rest aside"
        case .missing(let directory, let first, let last):
            let range = last.map { "records \(first) to \($0)" } ?? "what followed record \(first - 1)"
            return
                "\(directory) lacks \(range); restore the files from a copy, or serve with --repair, which "
                + "goes on without"
        case .gone(let directory, let last):
            return
                "\(directory) lacks records 1 to \(last), and no snapshot holds what they did; restore the files "
                + "from a copy, or begin in a new run directory"
        }
    }
}
