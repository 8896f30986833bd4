extension Sequence where Element == UInt8 {
    /// Whether the bytes are UTF-8 text.
    var isValidUTF8: Bool { String(validating: self, as: UTF8.self) != nil }
}
