import Glibc

/// A failed file operation, or a journal that is not whole.
package enum JournalError: Error, CustomStringConvertible {
    case system(operation: String, path: String, code: Int32)
    case notAJournal(path: String)
    case damaged(path: String, offset: Int)

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
        case .damaged(let path, let offset):
            return "\(path) is damaged at offset \(offset), with whole records behind it; "
                + "restore the file from a copy, or start a new run directory"
        }
    }
}
