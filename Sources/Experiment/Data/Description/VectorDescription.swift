internal import Core

/// The inputs of a data set of vectors: their names, their scaling, the first rows in the source's own units.
struct VectorDescription {
    private struct Column {
        let name: String
        let kind: String
        let mean: Double
        let scale: Double
    }

    /// More inputs than this are not listed.
    static let limit = 60

    let file: DatasetFile

    func text() -> String {
        guard case .vector(let width) = file.shape else { return "" }
        let rows = file.firstRows.map { file.numbers("X", $0 * width..<($0 + 1) * width) }
        var table = TextTable(
            titles: ["input", "type", "mean", "scale"] + file.firstRows.map { "row \($0)" })
        for (place, column) in columns(width).prefix(VectorDescription.limit).enumerated() {
            let values = rows.map { NumberText.rounded($0[place] * column.scale + column.mean) }
            table.add(
                [column.name, column.kind, NumberText.rounded(column.mean), NumberText.rounded(column.scale)]
                    + values)
        }
        let others = width - VectorDescription.limit
        return table.text + (others > 0 ? "and \(others) more\n" : "")
    }

    private func columns(_ width: Int) -> [Column] {
        switch file.metadata.preprocessing {
        case .table(let table):
            return table.inputs.map { input in
                Column(
                    name: input.name, kind: input.level == nil ? "numeric" : "level", mean: input.mean,
                    scale: input.scale)
            }
        case .array(let array):
            return array.inputs.map {
                Column(name: "column \($0.column)", kind: "numeric", mean: $0.mean, scale: $0.scale)
            }
        default:
            return (0..<width).map { Column(name: "column \($0)", kind: "numeric", mean: 0, scale: 1) }
        }
    }
}
