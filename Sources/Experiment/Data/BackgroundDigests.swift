internal import Core
internal import Dispatch
internal import Protocol

/// SHA-256 of large memory, computed by another thread while this one goes on.
struct BackgroundDigests {
    /// Written before the group is left, read after it was waited for.
    private final class Slot: @unchecked Sendable {
        let payloads: [Payload]
        var digests: [Digest] = []

        init(_ payloads: [Payload]) { self.payloads = payloads }
    }

    private let slot: Slot
    private let group = DispatchGroup()

    init(of payloads: [Payload]) {
        let slot = Slot(payloads)
        self.slot = slot
        DispatchQueue.global(qos: .userInitiated).async(group: group) {
            slot.digests = slot.payloads.map { Digest(of: $0.bytes) }
        }
    }

    /// One digest a payload; waits for them.
    var result: [Digest] {
        group.wait()
        return slot.digests
    }
}
