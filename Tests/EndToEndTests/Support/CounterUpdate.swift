import Core

/// Updates of the counter task, made by hand.
enum CounterUpdate {
    /// One row of the vector of 20 elements.
    static func make(row: UInt32, value: Double, extraBytes: Int = 0) -> Update {
        let bytes = Payload(count: 16 + extraBytes) { buffer in
            buffer.storeBytes(of: row, as: UInt32.self)
            buffer.storeBytes(of: value, toByteOffset: 8, as: Double.self)
        }
        return Update(blocks: [Block(tensor: 0, form: .rows(count: 1))], payload: bytes)
    }
}
