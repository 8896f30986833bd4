internal import Glibc

/// The shells' clocks. Nothing in the state machines reads one: time comes with each event.
package enum Clock {
    /// Monotonic milliseconds: for deadlines.
    package static func monotonicMilliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }

    /// Unix milliseconds: for people.
    package static func unixMilliseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
