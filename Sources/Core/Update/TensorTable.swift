/// One named tensor in a trial's flat parameter buffer.
package struct TensorDescription: Codable, Sendable, Equatable {
    package var name: String
    /// Row-major; a matrix is [out, in+1] with the bias as last column.
    package var shape: [Int]
    /// False for tensors that only a milestone replaces (the policy gain of LQR).
    package var isTrainable: Bool
    /// An update touches some rows only (an embedding, a sparse linear model). It is pushed as a `rows` block or not at
    /// all, and Adam moves the touched rows only: the moments of the others rest; t is the trial's.
    package var isRowwise: Bool

    package init(name: String, shape: [Int], isTrainable: Bool = true, isRowwise: Bool = false) {
        self.name = name
        self.shape = shape
        self.isTrainable = isTrainable
        self.isRowwise = isRowwise
    }

    private enum CodingKeys: String, CodingKey { case name, shape, isTrainable, isRowwise }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        shape = try values.decode([Int].self, forKey: .shape)
        isTrainable = try values.decode(Bool.self, forKey: .isTrainable)
        isRowwise = try values.decodeIfPresent(Bool.self, forKey: .isRowwise) ?? false
    }

    /// Without the flag where it is false: tables of other tensors keep their JSON and its digests.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encode(shape, forKey: .shape)
        try values.encode(isTrainable, forKey: .isTrainable)
        if isRowwise { try values.encode(true, forKey: .isRowwise) }
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
    /// Trainable tensors, which come first, and how many of their elements belong to no rowwise tensor.
    package let trainableTensors: Range<Int>
    package let wholeCount: Int
    package let hasRowwise: Bool

    package init(_ tensors: [TensorDescription]) {
        self.tensors = tensors
        var offsets: [Int] = []
        var (total, trainable, whole) = (0, 0, 0)
        for tensor in tensors {
            precondition(tensor.isTrainable || !tensor.isRowwise, "a frozen tensor is replaced whole")
            precondition(
                !tensor.isTrainable || trainable == total, "trainable tensors come before frozen ones")
            offsets.append(total)
            total += tensor.count
            if tensor.isTrainable { trainable = total }
            if tensor.isTrainable && !tensor.isRowwise { whole += tensor.count }
        }
        self.offsets = offsets
        trainableCount = trainable
        totalCount = total
        trainableTensors = 0..<(tensors.firstIndex { !$0.isTrainable } ?? tensors.count)
        wholeCount = whole
        hasRowwise = tensors.contains(where: \.isRowwise)
    }

    package init(from decoder: any Decoder) throws {
        self.init(try [TensorDescription](from: decoder))
    }

    package func encode(to encoder: any Encoder) throws {
        try tensors.encode(to: encoder)
    }
}
