internal import Core

/// The columns of a table as they stand in its file.
struct TableDescription {
    let table: CSVTable
    /// Columns to take as levels though they hold numbers.
    let categorical: [String]

    func text() throws -> String {
        let rows = 0..<min(3, table.rows)
        var lines = TextTable(
            titles: ["column", "type", "mean", "deviation"] + rows.map { "row \($0)" })
        var troubles: [String] = []
        for column in table.header.indices {
            let cells: [String]
            do {
                cells = try describe(column)
            } catch let error as InputError {
                cells = ["unusable", "–", "–"]
                troubles.append(TextTable.sentence(error.description))
            }
            lines.add(
                [table.header[column]] + cells + rows.map { short(table.text(row: $0, column: column)) })
        }
        let title = "\(table.file): a table of \(table.rows) rows and \(table.header.count) columns"
        return TextTable.sentence(title) + "\n" + lines.text
            + (troubles.isEmpty ? "" : "\n" + troubles.joined())
    }

    private func describe(_ column: Int) throws -> [String] {
        let reader = ColumnReader(table: table, column: column)
        let isAskedFor = categorical.contains(table.header[column])
        switch try isAskedFor ? reader.levels(isAskedFor: true) : reader.feature() {
        case .categorical(let levels, _):
            return [levels.count == 1 ? "constant" : "\(levels.count) levels", "–", "–"]
        case .numeric(let values):
            let moments = TrainingMoments(values, values.map { _ in .training })
            return [
                moments.isConstant ? "constant" : "numeric", NumberText.rounded(moments.mean),
                NumberText.rounded(moments.deviation),
            ]
        }
    }

    private func short(_ text: String) -> String {
        let line = text.replacing("\n", with: " ")
        return line.count > 12 ? line.prefix(11) + "…" : line
    }
}
