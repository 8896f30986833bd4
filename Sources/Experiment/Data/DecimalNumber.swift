/// Decimal numbers out of bytes, correctly rounded and fast.
enum DecimalNumber {
    /// Powers of ten that a double holds exactly.
    private static let powers: [Double] = (0...22).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    /// `bytes[start..<end]` as a number like -12.5e3; nil if it is not one. May be infinite if it is too large.
    static func parse(_ bytes: [UInt8], from start: Int, to end: Int) -> Double? {
        bytes.withUnsafeBufferPointer { parse($0, from: start, to: end) }
    }

    /// The same of memory.
    static func parse(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Double? {
        var position = start
        var (mantissa, digits, exponent) = (UInt64(0), 0, 0)
        var isNegative = false
        if position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            isNegative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        var hasPoint = false
        while position < end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                digits += 1
                if digits <= 19 { mantissa = mantissa * 10 + UInt64(byte & 15) }
                if hasPoint { exponent -= 1 }
            } else {
                break
            }
            position += 1
        }
        if digits == 0 { return nil }
        // Exact operands and one rounding: the quotient or product is the nearest double.
        if position == end, digits <= 19, mantissa <= 1 << 53, exponent >= -22 {
            let value = Double(mantissa) / powers[-exponent]
            return isNegative ? -value : value
        }
        return general(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    }

    /// Exponents and long mantissas.
    private static func general(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard bytes.allSatisfy({ "+-.eE0123456789".utf8.contains($0) }) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return Double(text.hasPrefix("+") ? String(text.dropFirst()) : text)
    }
}
