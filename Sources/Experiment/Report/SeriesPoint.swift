internal import Foundation

/// A configuration at one place of a curve: the middle of its seeds and the band around it.
package struct SeriesPoint: Equatable {
    package var x: Double
    package var middle: Double
    package var low: Double
    package var high: Double

    /// Zero has no place on a logarithmic axis; it is drawn here.
    package static let smallest = 1e-16

    package init(x: Double, middle: Double, low: Double, high: Double) {
        self.x = x
        self.middle = middle
        self.low = low
        self.high = high
    }

    /// Mean ± standard deviation, or on a logarithmic axis the geometric mean with the geometric deviation. The band
    /// stays between the smallest and the largest seed. Nil for no numbers.
    package init?(x: Double, values: [Double], scale: Axis.Scale) {
        let isLogarithmic = scale == .logarithmic
        let placed = isLogarithmic ? values.map { log(max($0, SeriesPoint.smallest)) } : values
        guard let statistics = Statistics(placed) else { return nil }
        let deviation = statistics.deviation ?? 0
        let low = max(statistics.minimum, statistics.mean - deviation)
        let high = min(statistics.maximum, statistics.mean + deviation)
        let ends = [statistics.mean, low, high].map { isLogarithmic ? exp($0) : $0 }
        guard ends.allSatisfy(\.isFinite), !isLogarithmic || ends[1] > 0 else { return nil }
        self.init(x: x, middle: ends[0], low: ends[1], high: ends[2])
    }
}
