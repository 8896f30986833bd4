internal import Core

extension NumpyArray {
    /// All values, in C order. Integers beyond 2⁵³ are rounded.
    package var numbers: [Double] {
        let bytes = tensor.payload.bytes
        switch tensor.type {
        case .float32: return bytes.bindMemory(to: Float.self).map { Double($0) }
        case .float64: return Array(bytes.bindMemory(to: Double.self))
        case .int32: return bytes.bindMemory(to: Int32.self).map { Double($0) }
        case .uint32: return bytes.bindMemory(to: UInt32.self).map { Double($0) }
        case .int64: return bytes.bindMemory(to: Int64.self).map { Double($0) }
        case .uint8: return bytes.map { Double($0) }
        }
    }
}
