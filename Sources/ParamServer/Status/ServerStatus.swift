import Core

/// What a server says of itself once a second: status.json of its run directory.
struct ServerStatus: Codable {
    struct Running: Codable {
        var trial: Int
        var phase: Int
        var phases: Int
        var chunks: Int
        var chunksDone: Int
        var version: UInt64
    }

    /// A piece of work in somebody's hands.
    struct Held: Codable {
        var worker: String
        var trial: Int
        var lease: String
        var milliseconds: Int
        /// Versions since it was granted.
        var behind: UInt64
    }

    /// A worker without work.
    struct Waiting: Codable {
        var worker: String
        var milliseconds: Int
        /// Whose work it waits for; nil: nobody holds any.
        var cause: Held?
        /// Milliseconds of a quarantine that are left.
        var quarantine: Int?
        var refusedInARow: Int
    }

    var process: Int32
    var unixMilliseconds: UInt64
    var startedUnixMilliseconds: UInt64
    var sweep: String
    var endpoint: String
    /// serving, stopping, done, or no room.
    var state: String
    var trials: Int
    var trialsDone: Int
    var trialsRunning: Int
    var workers: Int
    var heldCount: Int
    var waitingCount: Int
    /// The first of each, at most `ServerStatus.listLimit`.
    var running: [Running]
    var held: [Held]
    var waiting: [Waiting]
    /// Of this process's commits.
    var staleness: StalenessHistogram
    var records: UInt64
    var recordsPerSecond: Double
    var journalBytes: Int

    static let listLimit = 200
}
