/// Why a worker ends, and the exit code that says so.
package enum ExitReason: Equatable, CustomStringConvertible {
    case done
    case drained
    case serverLost(silentMilliseconds: Int, hasHeard: Bool, cause: String)
    case otherVersion(String)
    case notAuthorised(String)
    case bug(String)

    package var code: Int32 {
        switch self {
        case .done: return 0
        case .drained: return 75
        case .serverLost: return 69
        case .otherVersion: return 76
        case .notAuthorised: return 77
        case .bug: return 70
        }
    }

    package var description: String {
        switch self {
        case .done: return "done"
        case .drained: return "drained: the work goes on elsewhere"
        case .serverLost(let silence, let hasHeard, let cause):
            let what = hasHeard ? "server lost: silent for" : "no server answered within"
            return "\(what) \(silence / 1_000) s" + (cause.isEmpty ? "" : ": \(cause)")
        case .notAuthorised(let text): return "not authorised: \(text)"
        case .otherVersion(let text): return "the server speaks another protocol version: \(text)"
        case .bug(let text): return "the server refused a message as malformed: \(text)"
        }
    }
}
