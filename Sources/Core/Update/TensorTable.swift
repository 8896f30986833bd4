/// One named tensor in a trial's flat parameter buffer.
package struct TensorDescription: Codable, Sendable, Equatable {
    package var name: String
    /// Row-major; a matrix is [out, in+1] with the bias as last column.
    package var shape: [Int]
    /// False for tensors that only a milestone replaces (the policy gain of LQR).
    package var isTrainable: Bool

    package init(name: String, shape: [Int], isTrainable: Bool = true) {
        self.name = name
        self.shape = shape
        self.isTrainable = isTrainable
    }

    package var count: Int { shape.reduce(1, *) }
    package var rows: Int { shape.first ?? 1 }
    /// Elements of one row: the width of a `factors` or `rows` block.
    package var columns: Int { shape.dropFirst().reduce(1, *) }
}

/// The named tensors of a trial in buffer order: trainable ones first, frozen ones last.
package struct TensorTable: Codable, Sendable, Equatable {
    package let tensors: [TensorDescription]
    package let offsets: [Int]
    package let trainableCount: Int
    package let totalCount: Int

    package init(_ tensors: [TensorDescription]) {
        self.tensors = tensors
        var offsets: [Int] = []
        var (total, trainable) = (0, 0)
        for tensor in tensors {
            precondition(
                !tensor.isTrainable || trainable == total, "trainable tensors come before frozen ones")
            offsets.append(total)
            total += tensor.count
            if tensor.isTrainable { trainable = total }
        }
        self.offsets = offsets
        trainableCount = trainable
        totalCount = total
    }

    package init(from decoder: any Decoder) throws {
        self.init(try [TensorDescription](from: decoder))
    }

    package func encode(to encoder: any Encoder) throws {
        try tensors.encode(to: encoder)
    }
}
