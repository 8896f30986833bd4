internal import Core

/// Targets that are numbers in their file: divided by a constant, or two of them as the classes 0 and 1.
struct NumericTargets {
    let values: [Double]
    let scale: Double
    /// What 0 and 1 stand for; empty for numbers.
    let classes: [String]

    /// Numbers are scaled by their training rows: they need `parts`. The classes are those of the first `classRows` rows (nil: of all), which others must not exceed. `error` puts
    /// the place of a row, or of the whole, to a message.
    init(
        _ numbers: [Double], loss: Loss, rule: DatasetRequest.TargetScale,
        parts: @autoclosure () throws -> [SplitPart], classRows: Int? = nil,
        error: (Int?, String) -> InputError
    ) throws {
        guard loss == .logistic else {
            let moments = TrainingMoments(numbers, try parts())
            let scale = try rule.divisor(moments) { error(nil, $0) }
            self.scale = scale
            values = scale == 1 ? numbers : numbers.map { $0 / scale }
            classes = []
            return
        }
        scale = 1
        let labels = try NumericTargets.classes(numbers.prefix(classRows ?? numbers.count), error)
        classes = labels.map(NumberText.short)
        let names = classes
        let (low, high) = (labels[0], labels[1])
        values = try numbers.enumerated().map { row, number in
            if number == low { return 0 }
            guard number == high else {
                throw error(
                    row,
                    "the label \(NumberText.short(number)) does not occur among the training rows, which have \(names.joined(separator: " and "))"
                )
            }
            return 1
        }
    }

    /// Both classes must occur in the training rows.
    static func checkBoth(
        _ values: [Double], _ classes: [String], _ parts: [SplitPart], error: (String) -> InputError
    ) throws {
        let found = Set(zip(values, parts).filter { $0.1 == .training }.map(\.0))
        guard found.count == 1, let only = found.first else { return }
        throw error(
            "every training row has the class \(classes[Int(only)]); both classes are needed there")
    }

    private static func classes(
        _ numbers: ArraySlice<Double>, _ error: (Int?, String) -> InputError
    ) throws -> [Double] {
        let first = numbers.first ?? 0
        if let other = numbers.first(where: { $0 != first }),
            numbers.allSatisfy({ $0 == first || $0 == other })
        {
            return [first, other].sorted()
        }
        let distinct = Set(numbers)
        let found =
            distinct.count == 1
            ? "one class (\(NumberText.short(numbers[0])))" : "\(distinct.count) classes"
        throw error(nil, "has \(found); the logistic loss needs two")
    }
}

extension DatasetRequest.TargetScale {
    /// What targets of these training rows are divided by.
    func divisor(_ moments: TrainingMoments, error: (String) -> InputError) throws -> Double {
        if moments.isConstant {
            throw error("the target is \(moments.mean) in every training row; there is nothing to learn")
        }
        switch self {
        case .none: return 1
        case .constant(let constant): return constant
        case .standardDeviation: return moments.deviation
        case .mean:
            guard moments.mean > 0 else {
                throw error(
                    "the mean of the target is \(moments.mean); use target_scale: standard_deviation")
            }
            return moments.mean
        }
    }
}
