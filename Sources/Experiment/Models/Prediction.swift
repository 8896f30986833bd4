internal import Core

/// Predictions of a stored model for the samples of a file.
package struct Prediction {
    private let model: StoredModel
    private let samples: Dataset

    /// Reads the file as the model's preprocessing says: a table, LIBSVM rows or an array. Targets are not looked at.
    package init(model: StoredModel, data path: String) throws {
        self.model = model
        samples = try NewSamples(path: path, precision: model.specification.precision)
            .dataset(model.preprocessing)
    }

    /// One value a row: in the target's unit, or the probability of the second class.
    package func values() throws -> [Double] {
        try model.outputs(samples).map(finished)
    }

    /// The values as CSV with a header.
    package func csv() throws -> String {
        let lines = try values().map { "\($0)" }
        return ([header] + lines).joined(separator: "\n") + "\n"
    }

    private var header: String { model.specification.loss == .logistic ? "probability" : "prediction" }

    private func finished(_ output: Double) -> Double {
        switch model.specification.loss {
        case .squared: return output * model.targetScale
        case .logistic: return Loss.sigmoid(output)
        }
    }
}
