internal import Core
internal import Protocol

/// Lays a prepared data set out as one safetensors file: X [n, d], y [n], split [n].
struct DatasetWriter {
    let request: DatasetRequest
    let source: Digest
    let inputs: [InputColumn]
    let target: TargetColumn
    let split: DataSplit

    func file() -> Payload {
        switch request.precision {
        case .float32: return file(Float.self, .float32)
        case .float64: return file(Double.self, .float64)
        }
    }

    private func file<S: Scalar>(_ type: S.Type, _ element: Dataset.ElementType) -> Payload {
        let (rows, columns) = (split.parts.count, inputs.count)
        let x = Payload(count: rows * columns * MemoryLayout<S>.stride) { memory in
            let elements = memory.bindMemory(to: S.self)
            for (column, input) in inputs.enumerated() {
                for row in 0..<rows { elements[row * columns + column] = S(input.values[row]) }
            }
        }
        let y = Payload(count: rows * MemoryLayout<S>.stride) { memory in
            let elements = memory.bindMemory(to: S.self)
            for row in 0..<rows { elements[row] = S(target.values[row]) }
        }
        return Safetensors.encode(
            [
                "X": Dataset.Tensor(type: element, shape: [rows, columns], payload: x),
                "y": Dataset.Tensor(type: element, shape: [rows], payload: y),
                "split": Dataset.Tensor(
                    type: .uint8, shape: [rows], payload: Payload(copying: split.parts.map(\.rawValue))),
            ], metadata: metadata)
    }

    /// What is needed to put new data into the same form.
    private var metadata: [String: String] {
        let preprocessing = TablePreprocessing(request: request, inputs: inputs, target: target)
        return DatasetMetadata.texts(
            .vector, loss: request.loss, targetScale: target.scale, classes: target.classes,
            preprocessing: .table(preprocessing), source: source.description)
    }
}
