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
            return
        }
        let numbers = try reader.numbers()
        let moments = TrainingMoments(numbers, parts)
        if moments.isConstant {
            throw reader.error(
                row: nil, "the target is \(numbers[0]) in every training row; there is nothing to learn")
        }
        let scale = try TargetColumn.scale(request.targetScale, moments, reader)
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

    private static func scale(
        _ rule: DatasetRequest.TargetScale, _ moments: TrainingMoments, _ reader: ColumnReader
    ) throws -> Double {
        switch rule {
        case .none: return 1
        case .constant(let constant): return constant
        case .standardDeviation: return moments.deviation
        case .mean:
            guard moments.mean > 0 else {
                throw reader.error(
                    row: nil,
                    "the mean of the target is \(moments.mean); use target_scale: standard_deviation")
            }
            return moments.mean
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
