package import Core

/// A sparse data set as it is served: the bytes of one safetensors file (row_offsets, column_indices, values, y,
/// split) and what is known of it.
package struct PreparedSparseDataset {
    package let bytes: Payload
    /// SHA-256 (hex) of `bytes`.
    package let digest: String
    package let rows: Int
    package let columns: Int
    /// Values that are kept.
    package let entries: Int
    /// The lowest index of the file, which is column 0 here.
    package let indexBase: UInt32
    /// The labels that became 0 and 1; empty for numbers.
    package let classes: [Double]
    package let trainingRows: Int
    package let validationRows: Int
    package let testRows: Int
}
