internal import Core

/// Lays sparse rows out as one safetensors file: row_offsets [n + 1], column_indices [entries], values [entries],
/// y [n], split [n].
struct SparseWriter {
    /// One element a file, in order.
    let rows: [SparseRows]
    let indexBase: UInt32
    let targets: [Double]
    let split: DataSplit
    let precision: Precision

    var entries: Int { rows.reduce(0) { $0 + $1.indices.count } }

    /// One more than the highest column that occurs.
    var columns: Int {
        let highest = rows.compactMap { $0.indices.max() }.max()
        return highest.map { Int($0 - indexBase) + 1 } ?? 0
    }

    func file(metadata: [String: String]) -> Payload {
        let own: [String: Dataset.Tensor] = [
            "y": .numbers(targets, precision),
            "split": Dataset.Tensor(split.parts.map(\.rawValue), .uint8),
        ]
        return Safetensors.encode(
            rowTensors.merging(own) { first, _ in first },
            metadata: metadata.merging(["columns": "\(columns)"]) { given, _ in given })
    }

    /// The rows without targets and parts.
    var rowTensors: [String: Dataset.Tensor] {
        [
            "row_offsets": Dataset.Tensor(offsets, .int64),
            "column_indices": Dataset.Tensor(rows.flatMap { $0.indices.map { $0 - indexBase } }, .uint32),
            "values": .numbers(rows.flatMap(\.values), precision),
        ]
    }

    private var offsets: [Int64] {
        rows.reduce(into: [0]) { offsets, rows in
            let start = offsets[offsets.count - 1]
            offsets += rows.offsets.dropFirst().map { $0 + start }
        }
    }
}
