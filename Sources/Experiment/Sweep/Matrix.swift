/// A matrix as written in a sweep file, row-major.
struct Matrix: Equatable {
    var rows: Int
    var columns: Int
    var values: [Double]

    /// `value` times the identity.
    static func diagonal(_ value: Double, size: Int) -> Matrix {
        diagonal(Array(repeating: value, count: size))
    }

    static func diagonal(_ entries: [Double]) -> Matrix {
        let size = entries.count
        var values = [Double](repeating: 0, count: size * size)
        for i in 0..<size { values[i * size + i] = entries[i] }
        return Matrix(rows: size, columns: size, values: values)
    }
}

extension ConfigurationNode {
    /// A list of rows of equal length.
    func matrix() throws -> Matrix {
        let rows = try elements()
        guard let first = rows.first else { throw error("the matrix is empty; give a list of rows") }
        let width = try first.elements().count
        if width == 0 { throw first.error("the row is empty; give its numbers") }
        let values = try rows.map { row in
            let numbers = try row.elements()
            guard numbers.count == width else {
                throw row.error(
                    "has \(numbers.count) numbers, but the first row has \(width); rows must be equally long")
            }
            return try numbers.map { try $0.number() }
        }
        return Matrix(rows: rows.count, columns: width, values: values.flatMap { $0 })
    }

    /// A matrix of a known shape.
    func matrix(rows: Int, columns: Int) throws -> Matrix {
        let matrix = try matrix()
        guard matrix.rows == rows, matrix.columns == columns else {
            throw error("is \(matrix.rows) × \(matrix.columns); \(rows) × \(columns) is needed here")
        }
        return matrix
    }

    /// A square matrix given in full, by its diagonal, or as one number times the identity.
    func squareMatrix(_ size: Int) throws -> Matrix {
        if isSequence, try elements().first?.isSequence == true {
            return try matrix(rows: size, columns: size)
        }
        guard isSequence else { return .diagonal(try number(), size: size) }
        let entries = try elements().map { try $0.number() }
        guard entries.count == size else {
            throw error("has \(entries.count) diagonal entries; \(size) are needed here")
        }
        return .diagonal(entries)
    }
}
