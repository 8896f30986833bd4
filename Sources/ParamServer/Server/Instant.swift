import Core

/// The time of an event, as the shell saw it. The state machine only compares and subtracts.
struct Instant {
    /// Monotonic: for deadlines.
    var milliseconds: Int
    /// Wall clock: for people, in records and events.
    var unixMilliseconds: UInt64
}
