extension Sheet {
    /// A header line, then a line a row, each ended by CRLF. What is missing is empty; nan and inf are so written.
    var csv: String {
        let lines = [columns.map(Sheet.quoted)] + rows.map { $0.map(Sheet.csv) }
        return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func csv(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): return quoted(text)
        case .integer(let value): return String(value)
        case .number(let value): return NumberText.full(value)
        case .flag(let value): return String(value)
        case .missing: return ""
        }
    }

    /// A cell's text, in quotes if it needs them.
    static func quoted(_ text: String) -> String {
        // By scalar: the character CR LF is neither CR nor LF.
        let needsQuotes = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        if !needsQuotes { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
