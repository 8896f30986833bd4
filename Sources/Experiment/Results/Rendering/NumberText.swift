internal import Foundation

/// Numbers in words.
enum NumberText {
    /// Every digit that is needed to read the same number again.
    static func full(_ value: Double) -> String { value.description }

    /// As a person writes it: 1, 0.05, 1e-05.
    static func short(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Three significant digits, scientific where small or large.
    static func rounded(_ value: Double?) -> String {
        guard let value else { return "–" }
        let magnitude = abs(value)
        let isPlain = magnitude == 0 || (magnitude >= 1e-3 && magnitude < 1e5) || !magnitude.isFinite
        return String(format: isPlain ? plainFormat(magnitude) : "%.2e", value)
    }

    private static func plainFormat(_ magnitude: Double) -> String {
        if magnitude == 0 || magnitude >= 100 { return "%.0f" }
        if magnitude >= 10 { return "%.1f" }
        if magnitude >= 1 { return "%.2f" }
        if magnitude >= 0.1 { return "%.3f" }
        return magnitude >= 0.01 ? "%.4f" : "%.5f"
    }

    static func meanAndDeviation(_ statistics: Statistics?) -> String {
        guard let statistics else { return "–" }
        guard let deviation = statistics.deviation else { return rounded(statistics.mean) }
        return rounded(statistics.mean) + " ± " + rounded(deviation)
    }
}
