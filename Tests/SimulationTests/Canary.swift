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
}

extension Canary {
    /// Where it shows.
    var habitat: Scenario.Kind {
        switch self {
        case .roundClosedEarly: return .lqrAverage
        case .tailOffByOne: return .lqrAsync
        default: return .counterAsync
        }
    }
}
