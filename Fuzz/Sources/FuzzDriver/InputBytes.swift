/// Takes an input apart from front to back. Behind its end there are zeros.
package struct InputBytes {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    package var isEmpty: Bool { position >= bytes.count }

    package mutating func byte() -> Int {
        guard position < bytes.count else { return 0 }
        defer { position += 1 }
        return Int(bytes[position])
    }

    package mutating func word() -> Int { byte() | byte() << 8 }

    /// So many bytes, or as many as there are.
    package mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
        let end = min(position + count, bytes.count)
        defer { position = end }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
    }

    package mutating func rest() -> UnsafeRawBufferPointer { take(bytes.count - position) }
}
