internal import CKernels
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

    /// Whole blocks go through the processor's own instructions where it has them; their ends through libsodium.
    package func append(_ memory: UnsafeRawBufferPointer) {
        guard let address = memory.baseAddress else { return }
        let bytes = address.assumingMemoryBound(to: UInt8.self)
        let begun = Int(typedState.pointee.count / 8 % 64)
        let head = min(begun == 0 ? 0 : 64 - begun, memory.count)
        crypto_hash_sha256_update(typedState, bytes, UInt64(head))
        let blocks = ignd_sha256_blocks(
            UnsafeMutableRawPointer(typedState).assumingMemoryBound(to: UInt32.self), bytes + head,
            Int64((memory.count - head) / 64))
        typedState.pointee.count += UInt64(blocks) * 512
        let done = head + Int(blocks) * 64
        crypto_hash_sha256_update(typedState, bytes + done, UInt64(memory.count - done))
    }

    /// The digest of everything appended. The stream is empty again afterwards.
    package func finish() -> Digest {
        var bytes = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256_final(typedState, &bytes)
        crypto_hash_sha256_init(typedState)
        return Digest(raw: bytes)
    }
}
