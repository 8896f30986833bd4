extension ConfigurationNode {
    /// A matrix as a list of rows of equal length.
    func matrix() throws -> [[Double]] {
        let rows = try elements()
        guard let first = rows.first else { throw error("the matrix is empty; give a list of rows") }
        let width = try first.elements().count
        if width == 0 { throw first.error("the row is empty; give its numbers") }
        return try rows.map { row in
            let numbers = try row.elements()
            guard numbers.count == width else {
                throw row.error(
                    "has \(numbers.count) numbers; the first row has \(width), and rows are equally long")
            }
            return try numbers.map { try $0.number() }
        }
    }

    /// A matrix of a known shape.
    func matrix(rows: Int, columns: Int) throws -> [[Double]] {
        let matrix = try matrix()
        guard matrix.count == rows, matrix[0].count == columns else {
            throw error("is \(matrix.count)×\(matrix[0].count); it must be \(rows)×\(columns)")
        }
        return matrix
    }

    /// A square matrix given in full, by its diagonal, or as one number times the identity.
    func squareMatrix(_ size: Int) throws -> [[Double]] {
        guard isSequence else { return diagonal(Array(repeating: try number(), count: size)) }
        let entries = try elements()
        if entries.first?.isSequence == true { return try matrix(rows: size, columns: size) }
        guard entries.count == size else {
            throw error("has \(entries.count) diagonal entries; it must have \(size)")
        }
        return diagonal(try entries.map { try $0.number() })
    }

    private func diagonal(_ entries: [Double]) -> [[Double]] {
        entries.indices.map { i in entries.indices.map { $0 == i ? entries[i] : 0 } }
    }
}
