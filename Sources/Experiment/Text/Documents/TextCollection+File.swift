internal import Core

extension TextCollection {
    /// The data set with the given tensors, y and split. `offsets` say where each text begins: that some have nothing
    /// to read, for which `trouble` has words, is worth a warning.
    func dataset(
        _ format: DatasetFormat, _ tensors: [String: Dataset.Tensor], metadata: [String: String],
        preprocessing: Preprocessing, offsets: [Int64], trouble: String
    ) throws -> PreparedDataset {
        let own: [String: Dataset.Tensor] = [
            "y": Dataset.Tensor(documents.map { Float($0.label) }, .float32),
            "split": Dataset.Tensor(split.parts.map(\.rawValue), .uint8),
        ]
        let shared = DatasetMetadata.texts(
            format, loss: .logistic, targetScale: 1, classes: classes, preprocessing: preprocessing,
            source: source)
        let bytes = Safetensors.encode(
            tensors.merging(own) { first, _ in first },
            metadata: metadata.merging(shared) { first, _ in first })
        return try PreparedDataset(bytes, name: name, warnings: warnings + emptyTexts(offsets, trouble))
    }

    private func emptyTexts(_ offsets: [Int64], _ trouble: String) -> [InputWarning] {
        let count = zip(offsets, offsets.dropFirst()).count { $0 == $1 }
        if count == 0 { return [] }
        return [
            InputWarning(
                .emptyTexts, file: name, "\(count) \(count == 1 ? "text has" : "texts have") \(trouble)")
        ]
    }
}
