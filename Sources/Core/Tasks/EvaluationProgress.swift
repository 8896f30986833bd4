/// Predictions for the validation and the test rows, as far as they have come.
struct EvaluationProgress<S: Scalar> {
    private let model: SupervisedModel<S>
    private let parameters: UnsafePointer<S>
    /// Parts that have rows.
    private(set) var parts: [(part: SplitPart, numbers: [Int32], predictions: [S])]

    /// `parameters` stay valid and unchanged for as long as this is used.
    init(_ model: SupervisedModel<S>, parameters: UnsafePointer<S>) {
        self.model = model
        self.parameters = parameters
        parts = [SplitPart.validation, .test].compactMap { part in
            let numbers = model.targets.numbers(of: part)
            return numbers.isEmpty ? nil : (part, numbers, [])
        }
    }

    /// Predicts for about `samples` samples, in blocks of a fixed size; true when all are done.
    mutating func advance(samples: Int) -> Bool {
        var left = samples
        for index in parts.indices {
            while parts[index].predictions.count < parts[index].numbers.count {
                if left <= 0 { return false }
                left -= predictBlock(index)
            }
        }
        return true
    }

    private mutating func predictBlock(_ index: Int) -> Int {
        let start = parts[index].predictions.count
        let end = min(start + model.block, parts[index].numbers.count)
        let numbers = Array(parts[index].numbers[start..<end])
        parts[index].predictions += model.predictions(numbers, parameters: parameters)
        return numbers.count
    }
}
