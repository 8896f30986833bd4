/// Turns the cells of one CSV column into numbers or levels, or says what is wrong with them.
struct ColumnReader {
    /// More levels than this must be asked for: a column of names is rarely meant as an input.
    static let levelLimit = 100

    private static let missingWords: Set<String> = [
        "", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?",
    ]

    let table: CSVTable
    let column: Int

    private var name: String { table.header[column] }

    func error(row: Int?, _ message: String) -> InputError {
        InputError(
            .badData, file: table.file, line: row.map(table.line(ofRow:)), path: "column \"\(name)\"", message
        )
    }

    /// Numbers if the cells are numbers, levels if they are texts.
    func feature() throws -> FeatureColumn {
        let values = parsed()
        let textRows = values.indices.filter { values[$0] == nil && !isMissing($0) }
        if textRows.isEmpty {
            return .numeric(try complete(values, remedy: "list the column under categorical or ignore"))
        }
        let numbers = values.count { $0 != nil }
        if numbers == 0 { return try levels(isAskedFor: false) }
        let first = table.text(row: textRows[0], column: column)
        throw error(
            row: textRows[0],
            "\"\(first)\" is not a number, but \(numbers) cells of the column are\(remedy(textRows, numbers))"
        )
    }

    private func remedy(_ textRows: [Int], _ numbers: Int) -> String {
        let distinct = Set(textRows.map { table.text(row: $0, column: column) }).count
        if distinct > 1, textRows.count * 10 > numbers {
            return "; it has \(distinct) different texts: if they are categories, list it under categorical"
        }
        return
            "; correct the \(textRows.count == 1 ? "cell" : "\(textRows.count) cells") or ignore the column"
    }

    /// One level a text, in sorted order of their bytes.
    func levels(isAskedFor: Bool) throws -> FeatureColumn {
        let texts = (0..<table.rows).map { table.text(row: $0, column: column) }
        let missingRows = texts.indices.filter { isAskedFor ? texts[$0].isEmpty : isMissing($0) }
        if let row = missingRows.first {
            let remedy =
                texts[row].isEmpty
                ? "ignore the column" : "list the column under categorical if it is a category of its own"
            throw missing(row, count: missingRows.count, remedy: remedy)
        }
        let levels = Set(texts).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        if !isAskedFor, levels.count > ColumnReader.levelLimit {
            throw error(
                row: nil,
                "has \(levels.count) different texts; ignore the column, or list it under categorical if it is meant"
            )
        }
        let numbers = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
        return .categorical(levels: levels, codes: texts.map { numbers[$0] ?? 0 })
    }

    /// The column as finite numbers.
    func numbers() throws -> [Double] {
        let values = parsed()
        if let row = values.indices.first(where: { values[$0] == nil && !isMissing($0) }) {
            throw error(
                row: row,
                "\"\(table.text(row: row, column: column))\" is not a number; the column must be numeric")
        }
        return try complete(values)
    }

    private func parsed() -> [Double?] {
        (0..<table.rows).map { table.number(row: $0, column: column) }
    }

    private func isMissing(_ row: Int) -> Bool {
        ColumnReader.missingWords.contains(table.text(row: row, column: column))
    }

    private func complete(_ values: [Double?], remedy: String = "ignore the column") throws -> [Double] {
        let missingRows = values.indices.filter { values[$0] == nil }
        if let row = missingRows.first { throw missing(row, count: missingRows.count, remedy: remedy) }
        let numbers = values.compactMap { $0 }
        if let row = numbers.firstIndex(where: { !$0.isFinite }) {
            throw error(row: row, "\(table.text(row: row, column: column)) is not a finite number")
        }
        return numbers
    }

    private func missing(_ row: Int, count: Int, remedy: String = "ignore the column") -> InputError {
        let others = count == 1 ? "" : " (and \(count - 1) more in this column)"
        let text = table.text(row: row, column: column)
        let what = text.isEmpty ? "the cell is missing" : "\"\(text)\" is a missing value"
        return error(row: row, "\(what)\(others); fill it, remove the row, or \(remedy)")
    }
}
