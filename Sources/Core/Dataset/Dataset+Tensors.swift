extension Dataset {
    /// A tensor of `rank` dimensions, the first of `rows` if that is given, with all of its bytes there.
    func tensor(_ name: String, rank: Int, rows: Int? = nil) throws(DatasetFault) -> Tensor {
        guard let tensor = self[name] else { throw DatasetFault("the data set has no tensor '\(name)'") }
        guard tensor.shape.count == rank, tensor.shape.allSatisfy({ $0 >= 0 }) else {
            throw DatasetFault(
                "tensor '\(name)' has the shape \(tensor.shape); it must have \(rank) dimensions")
        }
        if let rows, tensor.shape[0] != rows {
            throw DatasetFault("tensor '\(name)' has \(tensor.shape[0]) rows, the data set has \(rows)")
        }
        let expected = tensor.shape.reduce(tensor.type.width, *)
        guard tensor.payload.count >= expected else {
            throw DatasetFault("tensor '\(name)' needs \(expected) bytes and has \(tensor.payload.count)")
        }
        return tensor
    }

    /// The same, of one element type.
    func tensor(_ name: String, rank: Int, rows: Int? = nil, type: ElementType) throws(DatasetFault) -> Tensor
    {
        let tensor = try tensor(name, rank: rank, rows: rows)
        guard tensor.type == type else {
            throw DatasetFault(
                "tensor '\(name)' is \(tensor.type.rawValue), it must be \(type.rawValue)")
        }
        return tensor
    }
}

extension Dataset.ElementType {
    /// Bytes of one element.
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

    /// The elements in place; the tensor has this type.
    func elements<Element>(as type: Element.Type) -> UnsafeBufferPointer<Element> {
        let count = shape.reduce(1, *)
        return UnsafeBufferPointer(
            start: payload.bytes.baseAddress?.assumingMemoryBound(to: Element.self), count: count)
    }
}
