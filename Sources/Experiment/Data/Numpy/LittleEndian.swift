/// Numbers as files of little-endian machines have them.
enum LittleEndian {
    /// The `width` bytes at `offset` from the start of `bytes`, which must be there.
    static func number(_ bytes: ArraySlice<UInt8>, at offset: Int, width: Int) -> Int {
        (0..<width).reversed().reduce(0) { $0 << 8 | Int(bytes[bytes.startIndex + offset + $1]) }
    }
}
