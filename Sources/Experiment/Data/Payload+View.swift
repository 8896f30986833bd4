internal import Core

extension Payload {
    /// A part of the same bytes, aligned for its elements; it keeps the whole alive.
    func slice(_ view: UnsafeRawBufferPointer) -> Payload {
        Payload(owner: PayloadOwner(self), bytes: view)
    }
}

/// Keeps a payload alive for its views.
private final class PayloadOwner {
    let payload: Payload

    init(_ payload: Payload) { self.payload = payload }
}
