import Core
import Glibc
import Protocol

/// What has been measured: from the first chunk's push, or from the acknowledgement of the last of those that are left
/// out, to the last one's acknowledgement.
struct Tally {
    private(set) var updates = 0
    private(set) var pushedBytes = 0
    private(set) var pulledBytes = 0
    private(set) var snapshots = 0
    private(set) var resends = 0
    private var started: UInt64?
    private var ended: UInt64 = 0
    private var leftOut: Int

    /// Without what happens before so many updates are acknowledged.
    init(leavingOut count: Int) { leftOut = count }

    mutating func push(_ bytes: Int) {
        if leftOut > 0 { return }
        if started == nil { started = Tally.now() }
        pushedBytes += bytes
    }

    mutating func acknowledge() {
        ended = Tally.now()
        if leftOut == 0 { return updates += 1 }
        leftOut -= 1
        if leftOut == 0 { started = ended }
    }

    mutating func resend(_ count: Int) { resends += count }

    mutating func pull(_ sync: Sync) {
        if leftOut > 0 { return }
        switch sync.content {
        case .snapshot(let payload, _):
            pulledBytes += payload.count
            snapshots += 1
        case .steps(let steps):
            for step in steps { for part in step.parts { pulledBytes += part.update?.payload.count ?? 0 } }
        }
    }

    var json: String {
        let seconds = started.map { Double(ended - $0) * 1e-9 } ?? 0
        return """
            {"updates": \(updates), "seconds": \(seconds), "pushed_bytes": \(pushedBytes), \
            "pulled_bytes": \(pulledBytes), "snapshots": \(snapshots), "resends": \(resends)}
            """
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
