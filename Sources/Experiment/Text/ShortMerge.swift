/// Merges the bytes of a short piece: looks through all pairs for the lowest rank, the leftmost of equals, until no
/// pair is a token. The work grows as the square of the length.
struct ShortMerge {
    /// Where each part begins, and the end of the last.
    private var starts: [Int] = []
    /// The rank of each part merged with the next.
    private var pairs: [UInt32] = []

    mutating func append(_ piece: UnsafeRawBufferPointer, ranks: BytePairRanks, to tokens: inout [UInt32]) {
        starts.removeAll(keepingCapacity: true)
        starts.append(contentsOf: 0...piece.count)
        pairs.removeAll(keepingCapacity: true)
        for part in 0..<(piece.count - 1) { pairs.append(pair(part, piece, ranks)) }
        while let best = lowest() {
            starts.remove(at: best + 1)
            pairs.remove(at: best)
            if best < pairs.count { pairs[best] = pair(best, piece, ranks) }
            if best > 0 { pairs[best - 1] = pair(best - 1, piece, ranks) }
        }
        for part in 0...pairs.count {
            let bytes = UnsafeRawBufferPointer(rebasing: piece[starts[part]..<starts[part + 1]])
            tokens.append(ranks.rank(of: bytes))
        }
    }

    private func lowest() -> Int? {
        var (best, lowest) = (Int?.none, BytePairRanks.none)
        for (part, rank) in pairs.enumerated() where rank < lowest {
            (best, lowest) = (part, rank)
        }
        return best
    }

    private func pair(_ part: Int, _ piece: UnsafeRawBufferPointer, _ ranks: BytePairRanks) -> UInt32 {
        ranks.rank(of: UnsafeRawBufferPointer(rebasing: piece[starts[part]..<starts[part + 2]]))
    }
}
