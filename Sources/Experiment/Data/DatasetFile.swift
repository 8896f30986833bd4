package import Core

/// Opens the file of a prepared data set and checks that it is one.
package enum DatasetFile {
    /// A view of `bytes` without copying. The trainer may rely on X [n, d], y [n] and split [n] (0, 1 or 2).
    package static func open(_ bytes: Payload, name: String = "data set") throws -> Dataset {
        let file = try Safetensors(bytes, file: name)
        let x = try tensor("X", in: file, name: name)
        let y = try tensor("y", in: file, name: name)
        let split = try tensor("split", in: file, name: name)
        guard x.shape.count == 2, y.shape == [x.shape[0]], split.shape == y.shape else {
            throw wrong(
                name,
                "X \(x.shape), y \(y.shape) and split \(split.shape) do not fit; [n, d], [n] and [n] are needed"
            )
        }
        guard x.type == y.type, x.type == .float32 || x.type == .float64, split.type == .uint8 else {
            throw wrong(name, "X and y must both be float32 or float64, and split uint8")
        }
        guard split.payload.bytes.allSatisfy({ SplitPart(rawValue: $0) != nil }) else {
            throw wrong(name, "split has a value other than 0, 1 and 2")
        }
        return Dataset(file.tensors)
    }

    private static func tensor(_ tensor: String, in file: Safetensors, name: String) throws -> Dataset.Tensor
    {
        guard let found = file.tensors[tensor] else { throw wrong(name, "has no tensor \"\(tensor)\"") }
        return found
    }

    private static func wrong(_ name: String, _ message: String) -> InputError {
        InputError(.badData, file: name, message)
    }
}
