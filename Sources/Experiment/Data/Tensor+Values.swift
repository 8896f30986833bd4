internal import Core

extension Dataset.Tensor {
    /// Holds `values`, which are elements of `type`; without `shape` a vector.
    init<Element>(_ values: [Element], _ type: Dataset.ElementType, shape: [Int]? = nil) {
        let payload = values.withUnsafeBytes { bytes in
            Payload(count: bytes.count) { $0.copyMemory(from: bytes) }
        }
        self.init(type: type, shape: shape ?? [values.count], payload: payload)
    }

    /// Holds `values` in a precision.
    static func numbers(_ values: [Double], _ precision: Precision, shape: [Int]? = nil) -> Dataset.Tensor {
        switch precision {
        case .float32: return Dataset.Tensor(values.map { Float($0) }, .float32, shape: shape)
        case .float64: return Dataset.Tensor(values, .float64, shape: shape)
        }
    }
}
