internal import CKernels

/// Why a data set cannot serve a trial, in words.
package struct DatasetFault: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// The samples of a supervised data set as the kernels read them: each row is its inputs, a 1 for the bias, and
/// zeros up to a multiple of 64 bytes.
package struct SupervisedRows<S: Scalar> {
    package let inputs: Int
    package let stride: Int
    package let count: Int
    private let rowMemory: AlignedMemory
    private let targetMemory: AlignedMemory
    /// Row numbers of each part, ascending.
    private let parts: [SplitPart: [Int32]]

    package var rows: UnsafePointer<S> { UnsafePointer(rowMemory.pointer(to: S.self)) }
    package var targets: UnsafePointer<S> { UnsafePointer(targetMemory.pointer(to: S.self)) }

    package func numbers(of part: SplitPart) -> [Int32] { parts[part] ?? [] }

    /// Takes the tensors `X` [rows, inputs], `y` [rows] and `split` [rows].
    package init(_ dataset: Dataset, inputs: Int) throws(DatasetFault) {
        let features = try dataset.tensor("X", rank: 2)
        count = features.shape[0]
        guard features.shape[1] == inputs else {
            throw DatasetFault(
                "tensor 'X' has \(features.shape[1]) columns, the model takes \(inputs) inputs")
        }
        guard count > 0, count <= Int(Int32.max) else {
            throw DatasetFault("tensor 'X' has \(count) rows; 1 to \(Int32.max) can be used")
        }
        self.inputs = inputs
        stride = SupervisedRows.stride(inputs: inputs)
        rowMemory = AlignedMemory(byteCount: count * stride * MemoryLayout<S>.stride)
        targetMemory = AlignedMemory(byteCount: count * MemoryLayout<S>.stride)
        let targets = try dataset.tensor("y", rank: 1, rows: count)
        try features.copy(named: "X", into: rowMemory.pointer(to: S.self), rowLength: inputs, stride: stride)
        try targets.copy(named: "y", into: targetMemory.pointer(to: S.self), rowLength: 1, stride: 1)
        parts = try SupervisedRows.parts(dataset.tensor("split", rank: 1, rows: count))
        let rows = rowMemory.pointer(to: S.self)
        for row in 0..<count { rows[row * stride + inputs] = 1 }
    }

    /// Elements from row to row: room for the inputs, the 1 and a zero, in whole vectors.
    package static func stride(inputs: Int) -> Int {
        Int(
            S.precision == .float32
                ? ignd_dense_row_stride_f32(Int64(inputs)) : ignd_dense_row_stride_f64(Int64(inputs)))
    }

    /// The row numbers of each part, ascending, from a `split` tensor.
    static func parts(_ split: Dataset.Tensor) throws(DatasetFault) -> [SplitPart: [Int32]] {
        guard split.type == .uint8 else {
            throw DatasetFault("tensor 'split' is \(split.type.rawValue), it must be uint8")
        }
        var parts: [SplitPart: [Int32]] = [:]
        for (row, value) in split.payload.bytes.prefix(split.shape[0]).enumerated() {
            guard let part = SplitPart(rawValue: value) else {
                throw DatasetFault("row \(row) of 'split' is \(value); 0, 1 and 2 are known")
            }
            parts[part, default: []].append(Int32(row))
        }
        return parts
    }
}

extension Dataset {
    /// A tensor of that rank; with `rows` as long as `model`, which was read first.
    func tensor(_ name: String, rank: Int, rows: Int? = nil, as model: String = "X") throws(DatasetFault)
        -> Tensor
    {
        guard let tensor = self[name] else { throw DatasetFault("the data set has no tensor '\(name)'") }
        guard tensor.shape.count == rank, tensor.shape.allSatisfy({ $0 >= 0 }) else {
            throw DatasetFault(
                "tensor '\(name)' has the shape \(tensor.shape); it must have \(rank) dimensions")
        }
        if let rows, tensor.shape[0] != rows {
            throw DatasetFault("tensor '\(name)' has \(tensor.shape[0]) rows, '\(model)' has \(rows)")
        }
        let expected = tensor.shape.reduce(tensor.type.width, *)
        guard tensor.payload.count >= expected else {
            throw DatasetFault("tensor '\(name)' needs \(expected) bytes and has \(tensor.payload.count)")
        }
        return tensor
    }
}

extension Dataset.ElementType {
    fileprivate var width: Int {
        switch self {
        case .uint8: return 1
        case .float32, .int32, .uint32: return 4
        case .float64, .int64: return 8
        }
    }
}

extension Dataset.Tensor {
    /// Copies the values row by row, converting between the two floating types.
    func copy<S: Scalar>(
        named name: String, into target: UnsafeMutablePointer<S>, rowLength: Int, stride: Int
    ) throws(DatasetFault) {
        let count = shape.reduce(1, *)
        switch type {
        case .float32:
            copy(payload.values(of: Float.self, at: 0, count: count), into: target, rowLength, stride)
        case .float64:
            copy(payload.values(of: Double.self, at: 0, count: count), into: target, rowLength, stride)
        default: throw DatasetFault("tensor '\(name)' is \(type.rawValue), it must be float32 or float64")
        }
    }

    private func copy<S: Scalar, T: Scalar>(
        _ source: UnsafePointer<T>, into target: UnsafeMutablePointer<S>, _ rowLength: Int, _ stride: Int
    ) {
        for row in 0..<shape[0] {
            for column in 0..<rowLength {
                target[row * stride + column] = S(source[row * rowLength + column])
            }
        }
    }
}
