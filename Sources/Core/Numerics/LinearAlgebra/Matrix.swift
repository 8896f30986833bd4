/// A small dense row-major matrix: what the control tasks need, no more.
package struct Matrix: Equatable, Sendable {
    package let rows: Int
    package let columns: Int
    package var values: [Double]

    package init(rows: Int, columns: Int, values: [Double]) {
        precondition(values.count == rows * columns, "a matrix has rows·columns values")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    package init(zeros rows: Int, _ columns: Int) {
        self.init(rows: rows, columns: columns, values: Array(repeating: 0, count: rows * columns))
    }

    package init(identity order: Int, scale: Double = 1) {
        self.init(zeros: order, order)
        for index in 0..<order { self[index, index] = scale }
    }

    package subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    package var transposed: Matrix {
        var result = Matrix(zeros: columns, rows)
        for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
        return result
    }

    /// Half of the sum with the transpose: takes rounding out of what is symmetric by construction.
    package var symmetrised: Matrix { 0.5 * (self + transposed) }

    /// The rows and columns of a part.
    package func part(_ rowRange: Range<Int>, _ columnRange: Range<Int>) -> Matrix {
        let picked = rowRange.flatMap { i in columnRange.map { j in self[i, j] } }
        return Matrix(rows: rowRange.count, columns: columnRange.count, values: picked)
    }

    package var isFinite: Bool { values.allSatisfy(\.isFinite) }
    package var frobeniusNorm: Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    package var largestMagnitude: Double { values.reduce(0) { max($0, $1.magnitude) } }

    /// The largest column sum of magnitudes.
    package var oneNorm: Double {
        (0..<columns).map { j in (0..<rows).reduce(0) { $0 + self[$1, j].magnitude } }.max() ?? 0
    }
}

extension Matrix {
    package static func + (left: Matrix, right: Matrix) -> Matrix { left.combined(with: right, +) }
    package static func - (left: Matrix, right: Matrix) -> Matrix { left.combined(with: right, -) }

    package static func * (scale: Double, matrix: Matrix) -> Matrix {
        Matrix(rows: matrix.rows, columns: matrix.columns, values: matrix.values.map { scale * $0 })
    }

    package static func * (left: Matrix, right: Matrix) -> Matrix {
        precondition(left.columns == right.rows, "the inner dimensions agree")
        var product = Matrix(zeros: left.rows, right.columns)
        for i in 0..<left.rows {
            for k in 0..<left.columns {
                let factor = left[i, k]
                for j in 0..<right.columns { product[i, j] += factor * right[k, j] }
            }
        }
        return product
    }

    private func combined(with other: Matrix, _ operation: (Double, Double) -> Double) -> Matrix {
        precondition(rows == other.rows && columns == other.columns, "the shapes agree")
        return Matrix(rows: rows, columns: columns, values: zip(values, other.values).map(operation))
    }
}
