internal import Core

/// Mean and standard deviation over the training rows only: nothing of the other rows may leak into the inputs.
struct TrainingMoments {
    let mean: Double
    let deviation: Double
    /// Whether all training rows hold one value.
    let isConstant: Bool

    init(_ values: [Double], _ parts: [SplitPart]) {
        var (count, sum, first) = (0.0, 0.0, Double?.none)
        var isConstant = true
        for (value, part) in zip(values, parts) where part == .training {
            count += 1
            sum += value
            if let first, first != value { isConstant = false }
            first = first ?? value
        }
        let mean = sum / count
        var squares = 0.0
        for (value, part) in zip(values, parts) where part == .training {
            squares += (value - mean) * (value - mean)
        }
        self.mean = mean
        deviation = (squares / count).squareRoot()
        self.isConstant = isConstant
    }
}
