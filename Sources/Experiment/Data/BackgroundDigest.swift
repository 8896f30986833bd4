internal import Core
internal import Dispatch
internal import Protocol

/// SHA-256 of large memory, computed by another thread while this one goes on.
final class BackgroundDigest {
    private let stream = Unshared(value: DigestStream())
    private let queue = DispatchQueue(label: "digest", qos: .userInitiated)

    /// What only the queue's turns touch, one after another, or nobody changes.
    private struct Unshared<Value>: @unchecked Sendable {
        let value: Value
    }

    /// The payload's bytes must not change any more.
    func append(_ payload: Payload) {
        queue.async { [stream, payload = Unshared(value: payload)] in
            stream.value.append(payload.value.bytes)
        }
    }

    /// The digest of everything appended; waits for it.
    func finish() -> Digest { queue.sync { stream.value.finish() } }
}
