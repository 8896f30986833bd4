import Core

/// Small data sets of every kind of sample but plain numbers.
enum LayeredFixture {
    static let pictureShape = InputShape.picture(channels: 2, height: 6, width: 5)
    static let pictureLayers: [LayerSpecification] = [
        .convolution(channels: 3, kernel: 3, stride: 1, padding: 1), .activation(.relu), .maxPool(size: 2),
        .flatten, .dense(outputs: 4), .activation(.tanh), .dense(outputs: 1),
    ]
    static let tokenShape = InputShape.tokens(vocabulary: 40)
    static let tokenLayers: [LayerSpecification] = [
        .embedding(width: 3), .lstm(units: 4), .dense(outputs: 1),
    ]
    static let sparseShape = InputShape.sparse(columns: 30)
    static let sparseLayers: [LayerSpecification] = [
        .dense(outputs: 4), .activation(.tanh), .dense(outputs: 1),
    ]

    /// Every kind: shape, layers, data of `rows` samples with targets 0 and 1.
    static func cases(rows: Int) -> [(InputShape, [LayerSpecification], Dataset)] {
        [
            (pictureShape, pictureLayers, pictures(rows)), (tokenShape, tokenLayers, tokens(rows)),
            (sparseShape, sparseLayers, sparse(rows)),
        ]
    }

    static func pictures(_ rows: Int) -> Dataset {
        var random = RandomStream(seed: 7, purpose: .test)
        let bytes = (0..<(rows * 60)).map { _ in UInt8(random.integer(below: 256)) }
        return dataset(
            rows,
            [
                "pictures": tensor(bytes, .uint8, [rows, 2, 6, 5]),
                "channel_mean": tensor([Float(120), 100], .float32, [2]),
                "channel_scale": tensor([Float(60), 70], .float32, [2]),
            ])
    }

    /// Texts of 0 to 8 tokens, some of which occur twice in one.
    static func tokens(_ rows: Int) -> Dataset {
        var random = RandomStream(seed: 8, purpose: .test)
        var (offsets, tokens): ([Int64], [UInt32]) = ([0], [])
        for row in 0..<rows {
            let count = row == 0 ? 0 : random.integer(below: 9)
            tokens += (0..<count).map { _ in UInt32(random.integer(below: 40) / 2) }
            offsets.append(Int64(tokens.count))
        }
        return dataset(
            rows,
            [
                "token_offsets": tensor(offsets, .int64, [rows + 1]),
                "tokens": tensor(tokens, .uint32, [tokens.count]),
            ])
    }

    static func sparse(_ rows: Int) -> Dataset {
        var random = RandomStream(seed: 9, purpose: .test)
        var (offsets, columns, values): ([Int64], [UInt32], [Float]) = ([0], [], [])
        for _ in 0..<rows {
            for column in 0..<30 where random.integer(below: 6) == 0 {
                columns.append(UInt32(column))
                values.append(Float(random.normal()))
            }
            offsets.append(Int64(columns.count))
        }
        return dataset(
            rows,
            [
                "row_offsets": tensor(offsets, .int64, [rows + 1]),
                "column_indices": tensor(columns, .uint32, [columns.count]),
                "values": tensor(values, .float32, [values.count]),
            ])
    }

    private static func dataset(_ rows: Int, _ inputs: [String: Dataset.Tensor]) -> Dataset {
        let targets = (0..<rows).map { Float($0 % 2) }
        let split = (0..<rows).map { UInt8($0 % 5 == 4 ? 1 : 0) }
        return Dataset(
            inputs.merging([
                "y": tensor(targets, .float32, [rows]), "split": tensor(split, .uint8, [rows]),
            ]) { inputs, _ in inputs })
    }

    static func tensor<Element>(_ values: [Element], _ type: Dataset.ElementType, _ shape: [Int])
        -> Dataset.Tensor
    {
        let payload = values.withUnsafeBytes { bytes in
            Payload(count: bytes.count) { $0.copyMemory(from: bytes) }
        }
        return Dataset.Tensor(type: type, shape: shape, payload: payload)
    }
}
