internal import Foundation

/// A moment in UTC to the millisecond; in words ISO 8601: `2026-01-31T12:34:56.789Z`.
package struct EventTime: Sendable, Hashable {
    /// Since 1970-01-01T00:00:00Z.
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Nil unless `text` has exactly the form that `description` gives.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, bytes[19] == UInt8(ascii: "."), bytes[23] == UInt8(ascii: "Z"),
            let fraction = Int64(text.dropFirst(20).prefix(3)), fraction >= 0,
            let whole = try? Date(text.prefix(19) + "Z", strategy: .iso8601)
        else { return nil }
        self.init(milliseconds: Int64(whole.timeIntervalSince1970) * 1000 + fraction)
        if description != text { return nil }
    }
}

extension EventTime: CustomStringConvertible {
    // Seconds and milliseconds apart: a Date is a Double and would lose the last millisecond now and then.
    package var description: String {
        let (seconds, fraction) = milliseconds.flooredQuotientAndRemainder(dividingBy: 1000)
        let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
        let digits = String(1000 + fraction).dropFirst()
        return whole.dropLast() + "." + digits + "Z"
    }
}

extension EventTime: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = EventTime(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a time like 2026-01-31T12:34:56.789Z")
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Int64 {
    fileprivate func flooredQuotientAndRemainder(dividingBy divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
