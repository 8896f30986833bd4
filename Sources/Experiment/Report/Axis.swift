internal import Foundation

/// A range of numbers, where they lie in it, and the ticks that a person expects there.
package struct Axis {
    package enum Scale: Sendable, Equatable { case linear, logarithmic }

    package let scale: Scale
    package let lower: Double
    package let upper: Double
    package let ticks: [AxisTick]

    /// From the first to the last number, with a little room; ticks at multiples of 1, 2 or 5 times a power of ten.
    package static func linear(_ range: ClosedRange<Double>, isWhole: Bool = false) -> Axis {
        let extent = range.upperBound - range.lowerBound
        let span = extent > 0 ? extent : max(abs(range.upperBound), 1)
        let step = isWhole ? max(1, step(span)) : step(span)
        let room = max(span * 0.04, extent > 0 ? 0 : span / 2)
        let (lower, upper) = (range.lowerBound - room, range.upperBound + room)
        let (first, last) = ((lower / step).rounded(.up), (upper / step).rounded(.down))
        let ticks = stride(from: first, through: last, by: 1).map { multiple in
            AxisTick(value: multiple * step + 0, label: String(format: "%g", multiple * step + 0))
        }
        return Axis(scale: .linear, lower: lower, upper: upper, ticks: ticks)
    }

    private static func step(_ span: Double) -> Double {
        let rough = span / 5
        let power = pow(10, floor(log10(rough)))
        return power * ([1, 2, 5].first { $0 * power >= rough * (1 - 1e-9) } ?? 10)
    }

    /// Whole decades, at most nine of them labelled; below a decade and a half 1, 2 and 5 as well. The range is above
    /// zero.
    package static func logarithmic(_ range: ClosedRange<Double>) -> Axis {
        precondition(range.lowerBound > 0, "a logarithmic axis has no zero")
        let first = Int(floor(log10(range.lowerBound) + 1e-9))
        let last = Int(ceil(log10(range.upperBound) - 1e-9))
        if log10(range.upperBound / range.lowerBound) < 1.5 { return within(range, first...max(first, last)) }
        let every = (last - first + 7) / 8
        let ticks = stride(from: last, through: first, by: -every).map {
            AxisTick(value: pow(10, Double($0)), label: "10", exponent: minus(String($0)))
        }
        return Axis(
            scale: .logarithmic, lower: pow(10, Double(first)), upper: pow(10, Double(last)),
            ticks: ticks.reversed())
    }

    private static func within(_ range: ClosedRange<Double>, _ decades: ClosedRange<Int>) -> Axis {
        let steps = (decades.lowerBound - 1...decades.upperBound + 1).flatMap { decade in
            [1.0, 2, 5].map { $0 * pow(10, Double(decade)) }
        }
        let first = steps.lastIndex { $0 <= range.lowerBound * (1 + 1e-9) } ?? 0
        let end = steps.firstIndex { $0 >= range.upperBound * (1 - 1e-9) } ?? steps.count - 1
        let last = max(end, first + 1)
        let ticks = steps[first...last].map { AxisTick(value: $0, label: String(format: "%g", $0)) }
        return Axis(scale: .logarithmic, lower: steps[first], upper: steps[last], ticks: ticks)
    }

    private static func minus(_ text: String) -> String {
        text.replacingOccurrences(of: "-", with: "\u{2212}")
    }

    /// 0 at the lower end, 1 at the upper one; beyond them for numbers outside.
    package func fraction(_ value: Double) -> Double {
        switch scale {
        case .linear: return (value - lower) / (upper - lower)
        case .logarithmic: return log(value / lower) / log(upper / lower)
        }
    }

    /// As `fraction`, but not beyond the ends.
    func clampedFraction(_ value: Double) -> Double {
        value <= lower ? 0 : min(1, fraction(value))
    }
}
