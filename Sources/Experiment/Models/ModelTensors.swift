internal import Core

/// Parameters between their flat form and the tensors of a model file, which are named and shaped as PyTorch has them.
///
/// A dense layer of a network is [out, in+1] in the flat form, the bias last; in the file it is `weight` [out, in]
/// and `bias` [out]. Other tensors are the same in both.
struct ModelTensors {
    private let table: TensorTable
    private let element: Dataset.ElementType
    private let hasLayers: Bool

    init(_ specification: TrialSpecification) {
        table = specification.plan.table
        element = specification.precision == .float32 ? .float32 : .float64
        if case .supervised = specification.task { hasLayers = true } else { hasLayers = false }
    }

    var byteCount: Int { table.totalCount * element.width }

    /// The tensors of a file. `flat` has `byteCount` bytes.
    func split(_ flat: Payload) -> [String: Dataset.Tensor] {
        var tensors: [String: Dataset.Tensor] = [:]
        for part in parts {
            let payload = Payload(count: part.elements * element.width) { memory in
                part.rows.enumerated().forEach { number, run in
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
        let tensors = try parts.map { part in (part, try tensor(part, in: file, path: path)) }
        return Payload(count: byteCount) { memory in
            for (part, tensor) in tensors {
                for (number, run) in part.rows.enumerated() {
                    let source = number * part.width * element.width
                    let row = tensor.payload.bytes[source..<(source + part.width * element.width)]
                    UnsafeMutableRawBufferPointer(rebasing: memory[bytes(from: run, count: part.width)])
                        .copyBytes(from: row)
                }
            }
        }
    }

    private func tensor(_ part: Part, in file: Safetensors, path: String) throws -> Dataset.Tensor {
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

    // MARK: Parts

    /// One tensor of the file: runs of `width` elements that start at `rows` in the flat form.
    private struct Part {
        let name: String
        let shape: [Int]
        let width: Int
        let rows: [Int]

        var elements: Int { width * rows.count }
    }

    private var parts: [Part] {
        zip(table.tensors, table.offsets).flatMap { tensor, offset in
            hasLayers && tensor.shape.count == 2
                ? dense(tensor, offset)
                : [Part(name: tensor.name, shape: tensor.shape, width: tensor.count, rows: [offset])]
        }
    }

    private func dense(_ tensor: TensorDescription, _ offset: Int) -> [Part] {
        let width = tensor.columns - 1
        let starts = (0..<tensor.rows).map { offset + $0 * tensor.columns }
        return [
            Part(name: tensor.name + ".weight", shape: [tensor.rows, width], width: width, rows: starts),
            Part(
                name: tensor.name + ".bias", shape: [tensor.rows], width: 1, rows: starts.map { $0 + width }),
        ]
    }
}
