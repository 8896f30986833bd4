/// The rows of a table as inputs of a model.
struct TableSamples {
    let preprocessing: TablePreprocessing
    let table: CSVTable

    /// Row after row, as the model takes them. Other columns, such as the target, are not looked at.
    func inputs() throws -> [Double] {
        let inputs = preprocessing.inputs
        var columns: [String: FeatureColumn] = [:]
        for input in inputs where columns[input.column] == nil {
            columns[input.column] = try column(input.column)
        }
        var values = [Double](repeating: 0, count: table.rows * inputs.count)
        for (place, input) in inputs.enumerated() {
            for (row, value) in input.values(columns[input.column]!).enumerated() {
                values[row * inputs.count + place] = value
            }
        }
        return values
    }

    private func column(_ name: String) throws -> FeatureColumn {
        guard let column = table.header.firstIndex(of: name) else {
            throw InputError(
                .badData, file: table.file, line: 1,
                "has no column \"\(name)\" (an input of the model)"
                    + NearestName.hint(name, among: table.header))
        }
        let reader = ColumnReader(table: table, column: column)
        guard let levels = preprocessing.levels[name] else { return .numeric(try reader.numbers()) }
        return try codes(reader, levels: levels)
    }

    private func codes(_ reader: ColumnReader, levels: [String]) throws -> FeatureColumn {
        let numbers = Dictionary(levels.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
        let codes = try (0..<table.rows).map { row in
            let text = table.text(row: row, column: reader.column)
            if let code = numbers[text] { return code }
            throw reader.error(
                row: row,
                "\"\(text)\" in row \(row + 1) is a level that the model does not know; it knows "
                    + TableSamples.list(levels))
        }
        return .categorical(levels: levels, codes: codes)
    }

    private static func list(_ levels: [String]) -> String {
        let shown = levels.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        return levels.count > 8 ? shown + " and \(levels.count - 8) more" : shown
    }
}

extension TablePreprocessing.Input {
    /// The input's value in each row of its column, by the same arithmetic as in a prepared data set.
    fileprivate func values(_ column: FeatureColumn) -> [Double] {
        switch column {
        case .numeric(let values):
            return scale == 1 && mean == 0 ? values : values.map { ($0 - mean) / scale }
        case .categorical(let levels, let codes):
            return codes.map { levels[Int($0)] == level ? 1 : 0 }
        }
    }
}
