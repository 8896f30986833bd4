/// Mean, sample standard deviation, median and range of some finite numbers.
package struct Statistics: Sendable, Equatable {
    package let count: Int
    package let mean: Double
    /// With n − 1; nil for one number.
    package let deviation: Double?
    package let median: Double
    package let minimum: Double
    package let maximum: Double

    /// Nil for no numbers.
    package init?(_ values: [Double]) {
        if values.isEmpty { return nil }
        let sorted = values.sorted()
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        count = sorted.count
        self.mean = mean
        deviation = sorted.count > 1 ? (squares / Double(sorted.count - 1)).squareRoot() : nil
        median = Statistics.median(sorted: sorted)
        minimum = sorted[0]
        maximum = sorted[sorted.count - 1]
    }

    /// The middle one, or the mean of the two in the middle; `sorted` is not empty and may end in infinities.
    static func median(sorted: [Double]) -> Double {
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
