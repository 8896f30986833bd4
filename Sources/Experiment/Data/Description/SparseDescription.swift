internal import Core

/// Sparse rows: how full they are, the most frequent columns, the first rows.
struct SparseDescription {
    let file: DatasetFile

    func text() -> String {
        guard case .sparse(let columns) = file.shape else { return "" }
        let offsets = file.elements("row_offsets", of: Int64.self)
        let indices = file.elements("column_indices", of: UInt32.self)
        let share = 100 * Double(indices.count) / (Double(file.rows) * Double(columns))
        var lengths = TextTable(titles: ["entries a row"] + Quantiles.titles)
        lengths.add([""] + Quantiles.cells(Quantiles.lengths(offsets)))
        return
            "\(indices.count) entries, \(NumberText.rounded(share)) % of all places; columns count from 0\n\n"
            + lengths.text
            + "\n"
            + MostFrequent.table(indices, title: "column", limit: columns, total: file.rows, of: "rows")
            + "\n" + file.firstRows.map { row($0, offsets, indices) }.joined()
    }

    private func row(_ row: Int, _ offsets: [Int64], _ indices: [UInt32]) -> String {
        let range = Int(offsets[row])..<Int(offsets[row + 1])
        let shown = range.prefix(8)
        let values = file.numbers("values", shown.startIndex..<shown.endIndex)
        let entries = zip(indices[shown], values).map { "\($0):\(NumberText.short($1))" }
        let more = range.count > shown.count ? " …" : ""
        return "row \(row): \(entries.joined(separator: " "))\(more)\n"
    }
}
