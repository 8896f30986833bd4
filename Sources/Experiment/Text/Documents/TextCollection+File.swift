internal import Core

extension TextCollection {
    /// A data set's file: the given tensors with y and split.
    func file(_ tensors: [String: Dataset.Tensor], metadata: [String: String]) -> Payload {
        let own: [String: Dataset.Tensor] = [
            "y": Dataset.Tensor(documents.map { Float($0.label) }, .float32),
            "split": Dataset.Tensor(split.parts.map(\.rawValue), .uint8),
        ]
        return Safetensors.encode(
            tensors.merging(own) { first, _ in first },
            metadata: metadata.merging(["source_sha256": source]) { first, _ in first })
    }

    /// A warning if texts have nothing that a model could read: `offsets` say where each begins.
    func emptyTexts(_ offsets: [Int64], _ trouble: String) -> [InputWarning] {
        let count = zip(offsets, offsets.dropFirst()).count { $0 == $1 }
        if count == 0 { return [] }
        return [
            InputWarning(
                .emptyTexts, file: name, "\(count) \(count == 1 ? "text has" : "texts have") \(trouble)")
        ]
    }
}
