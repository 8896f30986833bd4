/// Which chunks of a phase have committed.
package struct ChunkSet: Sendable, Equatable {
    private var words: [UInt64]
    package let capacity: Int
    package private(set) var count = 0

    package init(capacity: Int) {
        self.capacity = capacity
        words = [UInt64](repeating: 0, count: (capacity + 63) / 64)
    }

    package var isFull: Bool { count == capacity }

    package func contains(_ chunk: Int) -> Bool { words[chunk >> 6] >> UInt64(chunk & 63) & 1 == 1 }

    package mutating func insert(_ chunk: Int) {
        precondition(chunk < capacity && !contains(chunk), "a chunk commits once")
        words[chunk >> 6] |= 1 << UInt64(chunk & 63)
        count += 1
    }

    /// The members in ascending order.
    package var members: [Int] { (0..<capacity).filter(contains) }
}
