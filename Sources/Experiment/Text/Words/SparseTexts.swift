internal import Core

/// Texts as sparse rows, laid out as a data set's file has them.
struct SparseTexts {
    /// Where each text begins, and where the last ends.
    private(set) var offsets: [Int64] = [0]
    private var columns: [UInt32] = []
    private var values: [Float] = []

    init(_ texts: [String], _ encoder: WordEncoder) {
        for text in texts {
            for entry in encoder.row(of: text) {
                columns.append(entry.column)
                values.append(entry.value)
            }
            offsets.append(Int64(columns.count))
        }
    }

    var tensors: [String: Dataset.Tensor] {
        [
            "row_offsets": Dataset.Tensor(offsets, .int64),
            "column_indices": Dataset.Tensor(columns, .uint32), "values": Dataset.Tensor(values, .float32),
        ]
    }
}
