internal import Core

/// The column to predict: numbers divided by a constant, or classes 0 and 1.
struct TargetColumn {
    let values: [Double]
    let scale: Double
    /// What 0 and 1 stand for; empty if the target is a number.
    let classes: [String]
    private(set) var warnings: [InputWarning] = []

    init(table: CSVTable, column: Int, request: DatasetRequest, parts: [SplitPart]) throws {
        let reader = ColumnReader(table: table, column: column)
        if request.loss == .logistic {
            (values, classes) = try TargetColumn.classes(reader)
            scale = 1
            try NumericTargets.checkBoth(values, classes, parts) { reader.error(row: nil, $0) }
            return
        }
        let numbers = try reader.numbers()
        let scale = try request.targetScale.divisor(TrainingMoments(numbers, parts)) {
            reader.error(row: nil, $0)
        }
        values = numbers.map { $0 / scale }
        self.scale = scale
        classes = []
        let zeros = numbers.count { $0 == 0 }
        if zeros > 0 {
            warnings.append(
                InputWarning(
                    .zeroTarget, file: table.file, column: request.target,
                    "is zero in \(zeros) rows, where a percentage error means nothing; validation_rmse is the better metric"
                ))
        }
    }

    /// 0 and 1 as they are, −1 and +1 as 0 and 1, two texts in sorted order.
    private static func classes(_ reader: ColumnReader) throws -> (values: [Double], names: [String]) {
        switch try reader.feature() {
        case .categorical(let levels, let codes):
            guard levels.count == 2 else {
                throw reader.error(row: nil, "has \(levels.count) classes; the logistic loss needs two")
            }
            return (codes.map(Double.init), levels)
        case .numeric(let numbers):
            let distinct = Set(numbers)
            guard distinct == [0, 1] || distinct == [-1, 1] else {
                throw reader.error(
                    row: nil, "the logistic loss needs targets 0 and 1 (or -1 and 1), with both present")
            }
            return (numbers.map { $0 > 0 ? 1 : 0 }, distinct.sorted().map { "\(Int($0))" })
        }
    }
}
