package import Core

/// What a sweep file says of a CSV file: enough to prepare it, always with the same result.
package struct DatasetRequest: Hashable, Sendable {
    package enum Split: Hashable, Sendable {
        case fractions(training: Double, validation: Double, test: Double, seed: UInt64)
        /// A column with training, validation or test in each row.
        case column(String)
    }

    package enum TargetScale: Hashable, Sendable {
        case none, mean, standardDeviation
        case constant(Double)

        /// As it is written: mean, standard_deviation, none, or a number above 0.
        package init?(_ text: String) {
            switch text {
            case "none": self = .none
            case "mean": self = .mean
            case "standard_deviation": self = .standardDeviation
            default:
                guard let constant = Double(text), constant.isFinite, constant > 0 else { return nil }
                self = .constant(constant)
            }
        }
    }

    package var csv: String
    package var target: String
    package var split: Split
    /// Columns that are one-hot encoded although they may look like numbers.
    package var categorical: [String]
    package var ignored: [String]
    package var isStandardised: Bool
    package var targetScale: TargetScale
    package var loss: Loss
    package var precision: Precision
    /// The byte between two cells.
    package var delimiter: UInt8

    /// Without `delimiter` the ending of the path says it.
    package init(
        csv: String, target: String,
        split: Split = .fractions(training: 0.8, validation: 0.1, test: 0.1, seed: 0),
        categorical: [String] = [], ignored: [String] = [], isStandardised: Bool = true,
        targetScale: TargetScale = .standardDeviation, loss: Loss = .squared, precision: Precision = .float32,
        delimiter: UInt8? = nil
    ) {
        self.csv = csv
        self.target = target
        self.split = split
        self.categorical = categorical
        self.ignored = ignored
        self.isStandardised = isStandardised
        self.targetScale = targetScale
        self.loss = loss
        self.precision = precision
        self.delimiter = delimiter ?? TableDelimiter.of(csv)
    }
}
