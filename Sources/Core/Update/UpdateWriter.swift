/// Builds an update's payload part by part, each part on 8 bytes, without a second copy.
package struct UpdateWriter<S: Scalar> {
    private let table: TensorTable
    private let blocks: [Block]
    private let moments: Update.Moments?
    private let memory: AlignedMemory
    private let byteCount: Int
    private var offset = 0

    /// Memory for exactly these blocks (and moments), to be filled in this order.
    package init(table: TensorTable, blocks: [Block], moments: Update.Moments? = nil) {
        self.table = table
        self.blocks = blocks
        self.moments = moments
        byteCount = Update.byteCount(of: blocks, moments: moments, table: table, precision: S.precision)
        memory = AlignedMemory(byteCount: byteCount)
    }

    /// The next part, of `count` elements, to be written in place.
    package mutating func part(_ count: Int) -> UnsafeMutableBufferPointer<S> {
        defer { offset += Block.padded(count * MemoryLayout<S>.stride) }
        precondition(offset + count * MemoryLayout<S>.stride <= byteCount)
        let start = (memory.bytes.baseAddress! + offset).assumingMemoryBound(to: S.self)
        return UnsafeMutableBufferPointer(start: start, count: count)
    }

    /// The next part as row numbers of a `rows` block.
    package mutating func rowNumbers(_ count: Int) -> UnsafeMutableBufferPointer<UInt32> {
        defer { offset += Block.padded(count * 4) }
        precondition(offset + count * 4 <= byteCount)
        let start = (memory.bytes.baseAddress! + offset).assumingMemoryBound(to: UInt32.self)
        return UnsafeMutableBufferPointer(start: start, count: count)
    }

    package func finish() -> Update {
        precondition(offset == byteCount, "every part is written")
        let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory.bytes)[..<byteCount])
        return Update(blocks: blocks, moments: moments, payload: Payload(owner: memory, bytes: bytes))
    }
}
