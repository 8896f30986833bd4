/// Columns for a terminal. The first one wraps so that a line is at most `width` characters wide; the others keep
/// to the right.
struct TextTable {
    static let width = 100
    private static let narrowest = 12

    private var rows: [[String]]

    init(titles: [String]) { rows = [titles] }

    mutating func add(_ cells: [String]) {
        precondition(cells.count == rows[0].count, "a row has a cell a column")
        rows.append(cells)
    }

    /// The lines, without trailing spaces.
    var text: String {
        var widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
        let others = widths.dropFirst().reduce(0) { $0 + $1 + 2 }
        widths[0] = min(widths[0], max(TextTable.width - others, TextTable.narrowest))
        return wrapped(to: widths[0]).map { TextTable.line($0, widths) + "\n" }.joined()
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = cells[0] + spaces(widths[0] - cells[0].count)
        for (cell, width) in zip(cells, widths).dropFirst() {
            line += "  " + spaces(width - cell.count) + cell
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// Long first cells go on below: in the next rows if their first cells are empty, or else in lines between.
    private func wrapped(to width: Int) -> [[String]] {
        var lines: [[String]] = []
        var rest: [String] = []
        for row in rows {
            if !row[0].isEmpty {
                lines += rest.map { only($0) }
                rest = TextTable.pieces(of: row[0], width: width)
            }
            lines.append([rest.isEmpty ? "" : rest.removeFirst()] + row.dropFirst())
        }
        return lines + rest.map { only($0) }
    }

    private func only(_ first: String) -> [String] { [first] + rows[0].dropFirst().map { _ in "" } }

    /// A sentence in lines of at most `width` characters, all but the first indented.
    static func sentence(_ text: String) -> String {
        pieces(of: text, width: width - 2).joined(separator: "\n  ") + "\n"
    }

    static func pieces(of text: String, width: Int) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while rest.count > width {
            let head = rest.prefix(width + 1)
            let space = head.lastIndex(of: " ")
            let end = space ?? head.index(before: head.endIndex)
            pieces.append(String(rest[..<end]))
            rest = rest[end...].drop { $0 == " " }
        }
        return pieces + [String(rest)]
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
