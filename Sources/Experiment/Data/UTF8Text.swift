extension Sequence where Element == UInt8 {
    /// Whether the bytes are UTF-8 text.
    var isValidUTF8: Bool { String(validating: self, as: UTF8.self) != nil }
}

/// Text that the user gave, which must be UTF-8.
enum UTF8Text {
    /// - Throws: `InputError` at the first line that is not UTF-8.
    static func check(_ bytes: [UInt8], file: String) throws {
        guard !bytes.withUnsafeBufferPointer({ $0.isValidUTF8 }) else { return }
        var (start, line) = (0, 1)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if !bytes[start..<end].isValidUTF8 { break }
            (start, line) = (end + 1, line + 1)
        }
        throw InputError(
            .badData, file: file, line: line,
            "is not UTF-8 text; convert the file, for instance with iconv -f latin1 -t utf-8")
    }

    /// The bytes behind a byte order mark.
    static func content(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    }

    /// A whole file as text, without a byte order mark.
    static func text(_ bytes: [UInt8], file: String) throws -> String {
        try check(bytes, file: file)
        return String(decoding: content(bytes), as: UTF8.self)
    }
}
