/// A view over the named tensors of a prepared data set. Where they came from (file, cache, test) is not its
/// business.
package struct Dataset {
    package enum ElementType: String, Sendable { case float32, float64, uint8, int32, uint32, int64 }

    package struct Tensor {
        package var type: ElementType
        package var shape: [Int]
        package var payload: Payload

        package init(type: ElementType, shape: [Int], payload: Payload) {
            self.type = type
            self.shape = shape
            self.payload = payload
        }
    }

    private let tensors: [String: Tensor]

    package init(_ tensors: [String: Tensor]) { self.tensors = tensors }

    package subscript(name: String) -> Tensor? { tensors[name] }
}

/// Which part of a data set a row belongs to, as stored in its `split` tensor.
package enum SplitPart: UInt8, Sendable, CaseIterable {
    case training = 0
    case validation = 1
    case test = 2
}
