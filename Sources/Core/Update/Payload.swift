/// Immutable bytes with an owner: a received frame, or memory of our own. Passing one on copies nothing.
package struct Payload {
    package let bytes: UnsafeRawBufferPointer
    private let owner: AnyObject?

    /// Bytes that stay valid and unchanged for as long as `owner` lives. They must be 8-byte aligned.
    package init(owner: AnyObject?, bytes: UnsafeRawBufferPointer) {
        self.owner = owner
        self.bytes = bytes
    }

    package static var empty: Payload {
        Payload(owner: nil, bytes: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// Fresh memory of `count` bytes, filled once by `fill`.
    package init(count: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
        let memory = AlignedMemory(byteCount: count)
        try fill(UnsafeMutableRawBufferPointer(start: memory.bytes.baseAddress, count: count))
        // The memory of no bytes is one byte long.
        self.init(
            owner: memory, bytes: UnsafeRawBufferPointer(start: memory.bytes.baseAddress, count: count))
    }

    /// A copy of `bytes`.
    package init(copying bytes: some Sequence<UInt8>) {
        let array = Array(bytes)
        self.init(count: array.count) { $0.copyBytes(from: array) }
    }

    /// A copy of `bytes`.
    package init(copying bytes: UnsafeRawBufferPointer) {
        let memory = AlignedMemory(uninitializedByteCount: bytes.count)
        memory.bytes.copyMemory(from: bytes)
        self.init(
            owner: memory,
            bytes: UnsafeRawBufferPointer(start: memory.bytes.baseAddress, count: bytes.count))
    }

    package var count: Int { bytes.count }

    /// Whether it is memory of this process alone, and not a mapped file that others may change.
    package var isOwnMemory: Bool { owner is AlignedMemory }

    /// The first `count` bytes, of the same owner.
    package func prefix(_ count: Int) -> Payload { slice(0..<count) }

    /// Some of the bytes, of the same owner; aligned only if the range starts so.
    package func slice(_ range: Range<Int>) -> Payload {
        Payload(owner: owner, bytes: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }

    /// `count` elements from byte `offset` on.
    package func values<S: Scalar>(of type: S.Type, at offset: Int, count: Int) -> UnsafePointer<S> {
        precondition(offset >= 0 && count >= 0 && offset + count * MemoryLayout<S>.stride <= bytes.count)
        return (start + offset).assumingMemoryBound(to: S.self)
    }

    /// The first byte; of an empty payload some address at which there is none.
    var start: UnsafeRawPointer { bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 64)! }
}

/// Memory aligned for the widest vector, freed with its last user.
package final class AlignedMemory {
    package let bytes: UnsafeMutableRawBufferPointer

    /// Zero at start.
    package convenience init(byteCount: Int) {
        self.init(uninitializedByteCount: byteCount)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// Memory of which every byte is written before it is read.
    package init(uninitializedByteCount byteCount: Int) {
        bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(byteCount, 1), alignment: 64)
    }

    package func pointer<S: Scalar>(to type: S.Type) -> UnsafeMutablePointer<S> {
        bytes.baseAddress!.assumingMemoryBound(to: S.self)
    }

    deinit { bytes.deallocate() }
}
