internal import Core

/// One tensor of a safetensors header: name, type, shape, and where its bytes lie.
struct SafetensorsEntry {
    let name: String
    let type: Dataset.ElementType
    let shape: [Int]
    let begin: Int
    let end: Int

    init(name: String, json: Any?, file: String) throws {
        func wrong(_ message: String) -> InputError {
            Safetensors.wrong(file, "tensor \"\(name)\" \(message)")
        }
        guard let fields = json as? [String: Any], Set(fields.keys) == ["dtype", "shape", "data_offsets"],
            let dtype = fields["dtype"] as? String, let shape = fields["shape"] as? [Int],
            let offsets = fields["data_offsets"] as? [Int], offsets.count == 2
        else { throw wrong("needs dtype, shape and data_offsets") }
        guard let type = Dataset.ElementType(safetensors: dtype) else {
            throw wrong("has the type \(dtype), which is not supported")
        }
        guard let size = SafetensorsEntry.size(shape, type), offsets[0] >= 0, offsets[1] - offsets[0] == size
        else {
            throw wrong("has offsets \(offsets) that do not fit its shape \(shape)")
        }
        self.name = name
        self.type = type
        self.shape = shape
        begin = offsets[0]
        end = offsets[1]
    }

    /// Bytes of the tensor; nil if the shape makes no sense.
    private static func size(_ shape: [Int], _ type: Dataset.ElementType) -> Int? {
        var size = type.width
        for extent in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: extent)
            if extent < 0 || overflow { return nil }
            size = product
        }
        return size
    }

    /// The values, in place where they are aligned. `checkLayout` has shown that they lie inside `bytes`.
    func tensor(in bytes: Payload, from start: Int, file: String) throws -> Dataset.Tensor {
        let view = UnsafeRawBufferPointer(rebasing: bytes.bytes[(start + begin)..<(start + end)])
        let isAligned = UInt(bitPattern: view.baseAddress) % UInt(type.width) == 0
        let payload = isAligned ? bytes.slice((start + begin)..<(start + end)) : Payload(copying: view)
        return Dataset.Tensor(type: type, shape: shape, payload: payload)
    }

    static func json(_ tensor: Dataset.Tensor, begin: Int, end: Int) -> [String: Any] {
        ["dtype": tensor.type.safetensors, "shape": tensor.shape, "data_offsets": [begin, end]]
    }
}
