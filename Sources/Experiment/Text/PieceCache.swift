internal import Foundation

/// The tokens of pieces seen lately. Each piece has one place, where the next with the same place drives it out: memory
/// is bounded and no text can make it slow.
struct PieceCache {
    private static let places = 1 << 14
    private static let byteLimit = 32
    private static let tokenLimit = 12

    /// Of each place: bytes of the piece (0: empty) and number of tokens.
    private var lengths = [(bytes: UInt8, tokens: UInt8)](repeating: (0, 0), count: places)
    private var bytes = [UInt8](repeating: 0, count: places * byteLimit)
    private var tokens = [UInt32](repeating: 0, count: places * tokenLimit)

    /// Appends the tokens of `piece` if they are known.
    func append(_ piece: UnsafeRawBufferPointer, hash: UInt64, to output: inout [UInt32]) -> Bool {
        let place = Int(truncatingIfNeeded: hash >> 20) & (PieceCache.places - 1)
        let length = lengths[place]
        guard Int(length.bytes) == piece.count, piece.count > 0 else { return false }
        let isSame = bytes.withUnsafeBytes { all in
            memcmp(all.baseAddress! + place * PieceCache.byteLimit, piece.baseAddress!, piece.count) == 0
        }
        if isSame {
            let start = place * PieceCache.tokenLimit
            output.append(contentsOf: tokens[start..<start + Int(length.tokens)])
        }
        return isSame
    }

    /// Keeps the tokens of `piece` if it is short.
    mutating func insert(_ piece: UnsafeRawBufferPointer, hash: UInt64, tokens new: ArraySlice<UInt32>) {
        guard piece.count <= PieceCache.byteLimit, new.count <= PieceCache.tokenLimit else { return }
        let place = Int(truncatingIfNeeded: hash >> 20) & (PieceCache.places - 1)
        lengths[place] = (UInt8(piece.count), UInt8(new.count))
        for (offset, byte) in piece.enumerated() { bytes[place * PieceCache.byteLimit + offset] = byte }
        for (offset, token) in new.enumerated() { tokens[place * PieceCache.tokenLimit + offset] = token }
    }
}
