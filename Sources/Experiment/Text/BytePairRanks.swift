internal import Foundation

/// The tokens of a byte-pair encoding by their bytes: a flat table with open addressing, at most half full. A token's
/// number is its rank: pairs that make a token of lower rank are merged first.
package struct BytePairRanks: Sendable {
    /// Stands for "no token".
    static let none = UInt32.max

    /// The bytes of all tokens, in order of rank, and where each begins (and the last ends).
    private let bytes: [UInt8]
    private let starts: [UInt32]
    /// Rank below, upper half of the hash above; all ones where nothing is.
    private let slots: [UInt64]

    package var count: Int { starts.count - 1 }

    /// Reads the bytes of a file of ranks; `file` is its name in messages.
    package init(rankFile bytes: [UInt8], file: String) throws {
        self = try RankFile.ranks(bytes, file: file)
    }

    /// `starts` has the beginning of each token in `bytes` and the end of the last. Fails if a token is there
    /// twice.
    init(bytes: [UInt8], starts: [UInt32]) throws(DuplicateToken) {
        let count = starts.count - 1
        var capacity = 16
        while capacity < 2 * count { capacity *= 2 }
        var slots = [UInt64](repeating: .max, count: capacity)
        let duplicate = bytes.withUnsafeBytes { all in
            (0..<count).first { rank in
                let token = UnsafeRawBufferPointer(
                    rebasing: all[Int(starts[rank])..<Int(starts[rank + 1])])
                let hash = ByteHash.of(token)
                let found = BytePairRanks.find(token, hash, in: slots, all, starts)
                if found.rank != BytePairRanks.none { return true }
                slots[found.slot] = (hash >> 32) << 32 | UInt64(rank)
                return false
            }
        }
        if let duplicate { throw DuplicateToken(rank: duplicate) }
        self.bytes = bytes
        self.starts = starts
        self.slots = slots
    }

    /// The rank of the token with these bytes, or `none`.
    func rank(of token: UnsafeRawBufferPointer) -> UInt32 { rank(of: token, hash: ByteHash.of(token)) }

    func rank(of token: UnsafeRawBufferPointer, hash: UInt64) -> UInt32 {
        bytes.withUnsafeBytes { BytePairRanks.find(token, hash, in: slots, $0, starts).rank }
    }

    /// The bytes of a token.
    func token(_ rank: UInt32) -> ArraySlice<UInt8> {
        bytes[Int(starts[Int(rank)])..<Int(starts[Int(rank) + 1])]
    }

    /// Where the token is, or the free slot where it would be.
    @inline(__always)
    private static func find(
        _ token: UnsafeRawBufferPointer, _ hash: UInt64, in slots: [UInt64], _ bytes: UnsafeRawBufferPointer,
        _ starts: [UInt32]
    ) -> (rank: UInt32, slot: Int) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != .max {
            if slots[slot] >> 32 == hash >> 32 {
                let rank = UInt32(truncatingIfNeeded: slots[slot])
                let start = Int(starts[Int(rank)])
                if Int(starts[Int(rank) + 1]) - start == token.count,
                    isEqual(bytes.baseAddress! + start, token)
                {
                    return (rank, slot)
                }
            }
            slot = (slot + 1) & mask
        }
        return (none, slot)
    }

    private static func isEqual(_ bytes: UnsafeRawPointer, _ token: UnsafeRawBufferPointer) -> Bool {
        token.count == 0 || memcmp(bytes, token.baseAddress!, token.count) == 0
    }
}
