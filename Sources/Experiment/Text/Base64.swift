/// Base64 as RFC 4648 has it, strictly: padded, no other characters, unused bits zero.
enum Base64 {
    /// The value of each character, 64 for those that are none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 64, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, character) in alphabet.utf8.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Appends what `text` stands for; false if it is not base64 (then `output` may have got some of it).
    static func decode(_ text: ArraySlice<UInt8>, into output: inout [UInt8]) -> Bool {
        if text.count % 4 != 0 { return false }
        let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let symbols = text.dropLast(padding)
        var (bits, width) = (UInt32(0), UInt32(0))
        for character in symbols {
            let value = values[Int(character)]
            if value == 64 { return false }
            bits = bits << 6 | UInt32(value)
            width += 6
            if width >= 8 {
                width -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> width))
                bits &= (1 << width) - 1
            }
        }
        return bits == 0
    }
}
