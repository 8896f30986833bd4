import Core

/// One sample with memory of its own.
struct Sample {
    var values: [Double]?
    var indices: [UInt32]?

    var count: Int { values?.count ?? indices?.count ?? 0 }

    func withSignal<S: Scalar, Value>(_ type: S.Type, _ body: (Signal<S>) -> Value) -> Value {
        let numbers = (values ?? []).map { S($0) }
        return numbers.withUnsafeBufferPointer { numbers in
            guard let indices else { return body(Signal(values: numbers.baseAddress!, count: numbers.count)) }
            return indices.withUnsafeBufferPointer { indices in
                body(
                    Signal(
                        indices: indices.baseAddress!, values: values == nil ? nil : numbers.baseAddress,
                        count: indices.count))
            }
        }
    }
}

/// Numbers of a seeded stream.
func normals(_ count: Int, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, purpose: .test)
    return (0..<count).map { _ in random.normal() }
}
