/// Places parts behind one another in one piece of memory, each at a whole vector of 64 bytes.
struct MemoryArrangement<S: Scalar> {
    private(set) var count = 0

    /// Room for `elements` more; returns where they start.
    mutating func add(_ elements: Int) -> Int {
        defer { count += MemoryArrangement.wholeVectors(elements) }
        return count
    }

    func makeMemory() -> AlignedMemory { AlignedMemory(byteCount: count * MemoryLayout<S>.stride) }

    /// Elements of one 64-byte vector.
    static var lanes: Int { 64 / MemoryLayout<S>.stride }

    static func wholeVectors(_ elements: Int) -> Int { (elements + lanes - 1) / lanes * lanes }
}
