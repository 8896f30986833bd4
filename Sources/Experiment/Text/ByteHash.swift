/// A fast hash of a few bytes, the same in every process.
enum ByteHash {
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        var hash = UInt64(truncatingIfNeeded: count)
        if count >= 8 {
            var position = 0
            while position + 8 < count {
                hash = mix(hash, bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                position += 8
            }
            return mix(hash, bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
        }
        if count >= 4 {
            let first = bytes.loadUnaligned(as: UInt32.self)
            let last = bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            return mix(hash, UInt64(first) << 32 | UInt64(last))
        }
        if count == 0 { return mix(hash, 0) }
        let (first, middle, last) = (bytes[0], bytes[count / 2], bytes[count - 1])
        return mix(hash, UInt64(first) << 16 | UInt64(middle) << 8 | UInt64(last))
    }

    @inline(__always)
    private static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
        let product = (hash ^ value) &* factor
        return product ^ product >> 32
    }
}
