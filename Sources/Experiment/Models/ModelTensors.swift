internal import Core

/// Parameters between their flat form and the tensors of a model file, which are named and shaped as PyTorch has them.
///
/// A layer's weights and bias are one tensor in the flat form, the bias last; how it is divided is `ModelTensorPart`'s
/// business. Tensors of other tasks are the same in both.
struct ModelTensors {
    private let table: TensorTable
    private let element: Dataset.ElementType
    private let parts: [ModelTensorPart]

    init(_ specification: TrialSpecification) {
        table = specification.plan.table
        element = specification.precision == .float32 ? .float32 : .float64
        parts = ModelTensorPart.parts(of: specification)
    }

    var byteCount: Int { table.totalCount * element.width }

    /// The tensors of a file. `flat` has `byteCount` bytes.
    func split(_ flat: Payload) -> [String: Dataset.Tensor] {
        var tensors: [String: Dataset.Tensor] = [:]
        for part in parts {
            let payload = Payload(count: part.elements * element.width) { memory in
                part.runs.enumerated().forEach { number, run in
                    let target = number * part.width * element.width
                    let row = memory[target..<(target + part.width * element.width)]
                    UnsafeMutableRawBufferPointer(rebasing: row).copyBytes(
                        from: flat.bytes[bytes(from: run, count: part.width)])
                }
            }
            tensors[part.name] = Dataset.Tensor(type: element, shape: part.shape, payload: payload)
        }
        return tensors
    }

    /// The flat form of a file's tensors.
    func join(_ file: Safetensors, path: String) throws -> Payload {
        let tensors = try parts.filter { !$0.runs.isEmpty }.map { part in
            (part, try tensor(part, in: file, path: path))
        }
        return Payload(count: byteCount) { memory in
            for (part, tensor) in tensors {
                for (number, run) in part.runs.enumerated() {
                    let source = number * part.width * element.width
                    let row = tensor.payload.bytes[source..<(source + part.width * element.width)]
                    UnsafeMutableRawBufferPointer(rebasing: memory[bytes(from: run, count: part.width)])
                        .copyBytes(from: row)
                }
            }
        }
    }

    private func tensor(_ part: ModelTensorPart, in file: Safetensors, path: String) throws -> Dataset.Tensor
    {
        guard let tensor = file.tensors[part.name] else {
            throw Safetensors.wrong(path, "has no tensor \"\(part.name)\"")
        }
        guard tensor.shape == part.shape, tensor.type == element else {
            throw Safetensors.wrong(
                path,
                "tensor \"\(part.name)\" is \(tensor.type.rawValue) \(tensor.shape), the model needs "
                    + "\(element.rawValue) \(part.shape)")
        }
        return tensor
    }

    private func bytes(from start: Int, count: Int) -> Range<Int> {
        (start * element.width)..<((start + count) * element.width)
    }
}
