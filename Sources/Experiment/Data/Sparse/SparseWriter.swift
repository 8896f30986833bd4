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
        let own = ["format": "ignd-sparse-dataset-1", "columns": "\(columns)", "index_base": "\(indexBase)"]
        return Safetensors.encode(
            [
                "row_offsets": tensor(offsets, .int64),
                "column_indices": tensor(rows.flatMap { $0.indices.map { $0 - indexBase } }, .uint32),
                "values": numbers(rows.flatMap(\.values)),
                "y": numbers(targets),
                "split": tensor(split.parts.map(\.rawValue), .uint8),
            ], metadata: own.merging(metadata) { own, _ in own })
    }

    private var offsets: [Int64] {
        rows.reduce(into: [0]) { offsets, rows in
            let start = offsets[offsets.count - 1]
            offsets += rows.offsets.dropFirst().map { $0 + start }
        }
    }

    private func numbers(_ values: [Double]) -> Dataset.Tensor {
        switch precision {
        case .float32: return tensor(values.map { Float($0) }, .float32)
        case .float64: return tensor(values, .float64)
        }
    }

    private func tensor<Element>(_ values: [Element], _ type: Dataset.ElementType) -> Dataset.Tensor {
        let payload = values.withUnsafeBytes { bytes in
            Payload(count: bytes.count) { $0.copyMemory(from: bytes) }
        }
        return Dataset.Tensor(type: type, shape: [values.count], payload: payload)
    }
}
