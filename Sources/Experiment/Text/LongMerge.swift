/// Merges the bytes of a long piece in the same order as `ShortMerge`, with a heap of pairs and a list of parts: a
/// document of one letter a million times must not take a day.
struct LongMerge {
    /// By the first byte of a part: the end of the part, the beginning of the one before, the rank of the part merged
    /// with the next.
    private var ends: [Int] = []
    private var previous: [Int] = []
    private var pairs: [UInt32] = []
    /// Rank above, first byte of the left part below. Entries whose rank is not in `pairs` any more are stale.
    private var heap = MinimumHeap()

    mutating func append(_ piece: UnsafeRawBufferPointer, ranks: BytePairRanks, to tokens: inout [UInt32]) {
        ends = Array(1...piece.count)
        previous = Array(-1..<(piece.count - 1))
        pairs = Array(repeating: BytePairRanks.none, count: piece.count)
        heap.removeAll()
        for part in 0..<(piece.count - 1) { update(part, piece, ranks) }
        while let item = heap.removeMinimum() {
            let part = Int(item & 0xFFFF_FFFF)
            if pairs[part] == UInt32(item >> 32) { merge(part, piece, ranks) }
        }
        var start = 0
        while start < piece.count {
            tokens.append(ranks.rank(of: UnsafeRawBufferPointer(rebasing: piece[start..<ends[start]])))
            start = ends[start]
        }
    }

    private mutating func merge(_ part: Int, _ piece: UnsafeRawBufferPointer, _ ranks: BytePairRanks) {
        let next = ends[part]
        ends[part] = ends[next]
        pairs[next] = BytePairRanks.none
        if ends[part] < piece.count { previous[ends[part]] = part }
        update(part, piece, ranks)
        if part > 0 { update(previous[part], piece, ranks) }
    }

    private mutating func update(_ part: Int, _ piece: UnsafeRawBufferPointer, _ ranks: BytePairRanks) {
        guard ends[part] < piece.count else {
            pairs[part] = BytePairRanks.none
            return
        }
        let pair = piece[part..<ends[ends[part]]]
        pairs[part] = ranks.rank(of: UnsafeRawBufferPointer(rebasing: pair))
        if pairs[part] != BytePairRanks.none { heap.insert(UInt64(pairs[part]) << 32 | UInt64(part)) }
    }
}
