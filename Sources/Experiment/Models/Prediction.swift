internal import Core

/// Predictions of a stored model for the samples of a file or folder.
package struct Prediction {
    private let model: StoredModel
    private let samples: NamedSamples

    /// Reads `path` as the model's preprocessing says: a table, LIBSVM rows, an array, pictures or texts. Targets are not
    /// looked at. `rankFile` has the byte-pair ranks of models that read tokens.
    package init(model: StoredModel, data path: String, rankFile: String = TokenOptions.usualRankFile) throws
    {
        self.model = model
        samples = try NewSamples(
            path: path, precision: model.specification.precision, rankFile: rankFile
        ).read(model.preprocessing)
    }

    /// One value a sample: in the target's unit, or the probability of the second class.
    package func values() throws -> [Double] {
        try model.outputs(samples.dataset).map(finished)
    }

    /// The values as CSV with a header; for the files of a folder, each behind its file's name.
    package func csv() throws -> String {
        let values = try values().map { "\($0)" }
        guard let names = samples.names else {
            return ([header] + values).map { $0 + "\n" }.joined()
        }
        let lines = zip(names, values).map { "\(Sheet.quoted($0)),\($1)" }
        return (["file,\(header)"] + lines).map { $0 + "\n" }.joined()
    }

    private var header: String { model.specification.loss == .logistic ? "probability" : "prediction" }

    private func finished(_ output: Double) -> Double {
        switch model.specification.loss {
        case .squared: return output * model.targetScale
        case .logistic: return Loss.sigmoid(output)
        }
    }
}
