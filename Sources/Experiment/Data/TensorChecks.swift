internal import Core

/// Checks of a data set's tensors: what is relied on where they are read row by row.
struct TensorChecks {
    let tensors: [String: Dataset.Tensor]
    /// What errors call the file.
    let name: String

    /// n, which every tensor of the format must fit.
    func rows(of format: DatasetFormat) throws -> Int {
        let rows: Int
        switch format {
        case .vector: rows = try tensor("X", [.float32, .float64], rank: 2).shape[0]
        case .picture: rows = try tensor("pictures", [.uint8], rank: 4).shape[0]
        case .sparse: rows = try tensor("row_offsets", [.int64], rank: 1).shape[0] - 1
        case .token: rows = try tensor("token_offsets", [.int64], rank: 1).shape[0] - 1
        }
        guard rows > 0, rows <= Int(Int32.max) else {
            throw wrong("has \(max(rows, 0)) rows; 1 to \(Int32.max) can be used")
        }
        return rows
    }

    /// Finite, and 0 or 1 for the logistic loss. Returns whether all are 0 or 1.
    func checkTargets(rows: Int, loss: Loss?) throws -> Bool {
        let y = try tensor("y", [.float32, .float64], shape: [rows])
        if let x = tensors["X"], x.type != y.type {
            throw wrong("X and y must both be float32 or both float64")
        }
        try checkFinite("y", y)
        let row = rowWithoutClass(y)
        if loss == .logistic, let row {
            throw wrong("the target of row \(row) is neither 0 nor 1, as the logistic loss needs")
        }
        return row == nil
    }

    /// The first row with a target other than 0 and 1.
    private func rowWithoutClass(_ y: Dataset.Tensor) -> Int? {
        y.type == .float32
            ? elements(y, of: Float.self) { $0.firstIndex { $0 != 0 && $0 != 1 } }
            : elements(y, of: Double.self) { $0.firstIndex { $0 != 0 && $0 != 1 } }
    }

    func checkSplit(rows: Int) throws {
        let split = try tensor("split", [.uint8], shape: [rows])
        let row = elements(split, of: UInt8.self) { $0.firstIndex { SplitPart(rawValue: $0) == nil } }
        if let row { throw wrong("split has a value other than 0, 1 and 2 in row \(row)") }
    }

    // MARK: Inputs

    /// d
    func vectorWidth(rows: Int) throws -> Int {
        let x = try tensor("X", [.float32, .float64], rank: 2)
        guard x.shape[1] > 0 else { throw wrong("X has no columns") }
        try checkFinite("X", x)
        return x.shape[1]
    }

    func pictureShape(rows: Int) throws -> InputShape {
        let shape = try tensor("pictures", [.uint8], rank: 4).shape
        guard shape.allSatisfy({ $0 > 0 }) else {
            throw wrong("pictures has the shape \(shape); no extent may be 0")
        }
        let mean = try tensor("channel_mean", [.float32], shape: [shape[1]])
        try checkFinite("channel_mean", mean)
        let scale = try tensor("channel_scale", [.float32], shape: [shape[1]])
        try checkFinite("channel_scale", scale)
        if !elements(scale, of: Float.self, { $0.allSatisfy { $0 > 0 } }) {
            throw wrong("channel_scale must be above 0 for every channel")
        }
        try checkInputs(mean, scale)
        return .picture(channels: shape[1], height: shape[2], width: shape[3])
    }

    /// A mean that is far off or a scale that is next to nothing makes inputs that are no numbers.
    private func checkInputs(_ mean: Dataset.Tensor, _ scale: Dataset.Tensor) throws {
        let isFinite = elements(mean, of: Float.self) { mean in
            elements(scale, of: Float.self) { scale in
                zip(mean, scale).allSatisfy { ((0 - $0) / $1).isFinite && ((255 - $0) / $1).isFinite }
            }
        }
        if !isFinite { throw wrong("channel_mean and channel_scale make inputs that are not finite") }
    }

    func checkSparse(rows: Int, columns: Int) throws {
        let values = try tensor("values", [.float32, .float64], rank: 1)
        let indices = try tensor("column_indices", [.uint32], shape: values.shape)
        let offsets = try offsets("row_offsets", rows: rows, total: values.shape[0])
        try checkFinite("values", values)
        let row = elements(offsets, of: Int64.self) { offsets in
            elements(indices, of: UInt32.self) { indices in
                (0..<rows).first { row in
                    !TensorChecks.ascends(indices[Int(offsets[row])..<Int(offsets[row + 1])], below: columns)
                }
            }
        }
        if let row {
            throw wrong("column_indices of row \(row) do not ascend, or are not all below \(columns)")
        }
    }

    func checkTokens(rows: Int, vocabulary: Int) throws {
        let tokens = try tensor("tokens", [.uint32], rank: 1)
        _ = try offsets("token_offsets", rows: rows, total: tokens.shape[0])
        let place = elements(tokens, of: UInt32.self) { $0.firstIndex { Int($0) >= vocabulary } }
        guard let place else { return }
        let token = elements(tokens, of: UInt32.self) { $0[place] }
        throw wrong("the token \(token) at place \(place) is not below the vocabulary of \(vocabulary)")
    }

    private static func ascends(_ indices: Slice<UnsafeBufferPointer<UInt32>>, below limit: Int) -> Bool {
        var next = 0
        for index in indices {
            if Int(index) < next || Int(index) >= limit { return false }
            next = Int(index) + 1
        }
        return true
    }

    /// From 0, never descending, to `total`.
    private func offsets(_ tensorName: String, rows: Int, total: Int) throws -> Dataset.Tensor {
        let offsets = try tensor(tensorName, [.int64], shape: [rows + 1])
        let isRight = elements(offsets, of: Int64.self) { offsets in
            offsets[0] == 0 && offsets[rows] == Int64(total)
                && (0..<rows).allSatisfy { offsets[$0] <= offsets[$0 + 1] }
        }
        guard isRight else { throw wrong("\(tensorName) do not ascend from 0 to \(total)") }
        return offsets
    }

    // MARK: Any tensor

    private func tensor(
        _ tensorName: String, _ types: [Dataset.ElementType], rank: Int? = nil, shape: [Int]? = nil
    ) throws -> Dataset.Tensor {
        guard let found = tensors[tensorName] else { throw wrong("has no tensor \"\(tensorName)\"") }
        guard types.contains(found.type) else {
            let names = types.map(\.rawValue).joined(separator: " or ")
            throw wrong("\(tensorName) is \(found.type.rawValue); \(names) is needed")
        }
        if let rank, found.shape.count != rank {
            throw wrong("\(tensorName) has the shape \(found.shape); \(rank) dimensions are needed")
        }
        if let shape, found.shape != shape {
            throw wrong("\(tensorName) has the shape \(found.shape); \(shape) is needed")
        }
        return found
    }

    private func checkFinite(_ tensorName: String, _ tensor: Dataset.Tensor) throws {
        let place =
            tensor.type == .float32 ? firstNotFinite(tensor, Float.self) : firstNotFinite(tensor, Double.self)
        guard let place else { return }
        let width = max(1, tensor.shape.dropFirst().reduce(1, *))
        let column = tensor.shape.count > 1 ? ", column \(place % width)" : ""
        throw wrong("\(tensorName) is not finite in row \(place / width)\(column) (from 0)")
    }

    private func firstNotFinite<S: Scalar>(_ tensor: Dataset.Tensor, _ type: S.Type) -> Int? {
        elements(tensor, of: type) { values in
            guard let start = values.baseAddress, !S.largestMagnitude(start, count: values.count).isFinite
            else {
                return nil
            }
            return values.firstIndex { !$0.isFinite }
        }
    }

    private func elements<Value, Result>(
        _ tensor: Dataset.Tensor, of type: Value.Type, _ body: (UnsafeBufferPointer<Value>) -> Result
    ) -> Result {
        withExtendedLifetime(tensor) { body(tensor.payload.bytes.bindMemory(to: type)) }
    }

    private func wrong(_ message: String) -> InputError { Safetensors.wrong(name, message) }
}
