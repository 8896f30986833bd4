/// A Curve25519 public key: 32 bytes, written as 64 lower-case hexadecimal digits (no character that a shell reads
/// in its own way).
package struct PublicKey: Hashable, Sendable, CustomStringConvertible {
    private let words: SIMD4<UInt64>

    /// Nil unless there are 32 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words = SIMD4<UInt64>()
        for (index, byte) in bytes.enumerated() { words[index / 8] |= UInt64(byte) << (8 * (index % 8)) }
        self.words = words
    }

    /// Nil unless there are 64 hexadecimal digits.
    package init?(hexadecimal text: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(text) else { return nil }
        self.init(bytes: bytes)
    }

    package var bytes: [UInt8] { (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> (8 * ($0 % 8))) } }

    package var description: String { Hexadecimal.text(bytes) }
}
