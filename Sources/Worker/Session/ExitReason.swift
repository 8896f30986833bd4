/// Why a worker ends, and the exit code that says so.
package enum ExitReason: Equatable, CustomStringConvertible {
    case done
    case drained
    case serverLost(silentMilliseconds: Int, hasHeard: Bool)
    case otherVersion(String)
    case bug(String)

    package var code: Int32 {
        switch self {
        case .done: return 0
        case .drained: return 75
        case .serverLost: return 69
        case .otherVersion: return 76
        case .bug: return 70
        }
    }

    package var description: String {
        switch self {
        case .done: return "done"
        case .drained: return "drained: the work goes on elsewhere"
        case .serverLost(let silence, true): return "server lost: silent for \(silence / 1_000) s"
        case .serverLost(let silence, false): return "no server answered within \(silence / 1_000) s"
        case .otherVersion(let text): return "the server speaks another protocol version: \(text)"
        case .bug(let text): return "the server refused a message as malformed: \(text)"
        }
    }
}
