internal import CSodium

/// A SHA-256 digest: the name of a data set, and how two runs compare their parameters.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes.
    package let bytes: [UInt8]

    /// The digest of `bytes`.
    package init(of bytes: some Sequence<UInt8>) {
        self = Array(bytes).withUnsafeBytes { Digest(of: $0) }
    }

    /// The digest of memory.
    package init(of memory: UnsafeRawBufferPointer) {
        let stream = DigestStream()
        stream.append(memory)
        self = stream.finish()
    }

    fileprivate init(raw bytes: [UInt8]) { self.bytes = bytes }

    /// Lower-case hexadecimal, 64 characters.
    package var description: String { Hexadecimal.text(bytes) }
}

/// Computes a digest piece by piece.
package final class DigestStream {
    private let state: UnsafeMutableRawPointer

    package init() {
        state = UnsafeMutableRawPointer.allocate(
            byteCount: MemoryLayout<crypto_hash_sha256_state>.size,
            alignment: MemoryLayout<crypto_hash_sha256_state>.alignment)
        crypto_hash_sha256_init(typedState)
    }

    deinit { state.deallocate() }

    private var typedState: UnsafeMutablePointer<crypto_hash_sha256_state> {
        state.assumingMemoryBound(to: crypto_hash_sha256_state.self)
    }

    package func append(_ memory: UnsafeRawBufferPointer) {
        guard let address = memory.baseAddress else { return }
        crypto_hash_sha256_update(
            typedState, address.assumingMemoryBound(to: UInt8.self), UInt64(memory.count))
    }

    /// The digest of everything appended. The stream is empty again afterwards.
    package func finish() -> Digest {
        var bytes = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256_final(typedState, &bytes)
        crypto_hash_sha256_init(typedState)
        return Digest(raw: bytes)
    }
}
