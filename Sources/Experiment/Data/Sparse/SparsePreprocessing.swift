internal import Core

/// How lines of a LIBSVM file become sparse rows of a model.
package struct SparsePreprocessing: Codable, Equatable, Sendable {
    /// What a row may have; an entry beyond is unknown to the model.
    package var columns: Int
    /// The index of the file that is column 0.
    package var indexBase: UInt32

    package init(columns: Int, indexBase: UInt32) {
        self.columns = columns
        self.indexBase = indexBase
    }

    /// - Throws: `InputError` at the first row that has an index which the model does not know.
    func check<S: Scalar>(_ rows: SparseRows<S>, file: String) throws {
        for row in 0..<rows.count {
            let indices = rows.entries(ofRow: row).lazy.map { rows.indices[$0] }
            for index in indices where index < indexBase || Int(index - indexBase) >= columns {
                throw InputError(
                    .badData, file: file, line: rows.lines[row],
                    "the index \(index) is unknown to the model, which knows \(indexBase) to \(Int(indexBase) + columns - 1)"
                )
            }
        }
    }
}
