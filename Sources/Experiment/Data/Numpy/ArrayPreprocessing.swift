/// How rows of a matrix become inputs of a model.
package struct ArrayPreprocessing: Codable, Equatable, Sendable {
    /// One input of the model: (x − mean)/scale of a column; 0 and 1 where nothing is to be done.
    package struct Input: Codable, Equatable, Sendable {
        /// From 0.
        package var column: Int
        package var mean: Double
        package var scale: Double

        package init(column: Int, mean: Double, scale: Double) {
            self.column = column
            self.mean = mean
            self.scale = scale
        }
    }

    /// Columns of the matrix; those that were constant in the training rows give no input.
    package var columns: Int
    /// In the order of the model's inputs.
    package var inputs: [Input]

    package init(columns: Int, inputs: [Input]) {
        self.columns = columns
        self.inputs = inputs
    }

    /// Row after row, as the model takes them.
    ///
    /// - Throws: `InputError` if the matrix has another width.
    func inputs(of matrix: NumpyMatrix, file: String) throws -> [Double] {
        guard matrix.columns == columns else {
            throw InputError(
                .badData, file: file, "has \(matrix.columns) columns, the model has learnt from \(columns)")
        }
        return (0..<matrix.rows).flatMap { row in
            inputs.map { (matrix.values[row * columns + $0.column] - $0.mean) / $0.scale }
        }
    }
}
