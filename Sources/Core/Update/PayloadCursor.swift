/// Walks a payload from part to part; every part starts on 8 bytes.
package struct PayloadCursor {
    private let payload: Payload
    private var offset = 0

    package init(_ payload: Payload) { self.payload = payload }

    package mutating func take<S: Scalar>(_ type: S.Type, _ count: Int) -> UnsafeBufferPointer<S> {
        defer { offset += Block.padded(count * MemoryLayout<S>.stride) }
        return UnsafeBufferPointer(start: payload.values(of: S.self, at: offset, count: count), count: count)
    }

    package mutating func skip(_ byteCount: Int) { offset += byteCount }

    package mutating func takeRows(_ count: Int) -> UnsafeBufferPointer<UInt32> {
        defer { offset += Block.padded(count * 4) }
        precondition(offset + count * 4 <= payload.count)
        let start = (payload.start + offset).assumingMemoryBound(to: UInt32.self)
        return UnsafeBufferPointer(start: start, count: count)
    }
}
