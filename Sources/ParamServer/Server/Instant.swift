import Core

/// The time of an event, as the shell saw it. The state machine only compares and subtracts.
package struct Instant {
    /// Monotonic: for deadlines.
    package var milliseconds: Int
    /// Wall clock: for people, in records and events.
    package var unixMilliseconds: UInt64

    package init(milliseconds: Int, unixMilliseconds: UInt64) {
        self.milliseconds = milliseconds
        self.unixMilliseconds = unixMilliseconds
    }
}
