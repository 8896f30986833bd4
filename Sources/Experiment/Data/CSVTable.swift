internal import Foundation

/// A CSV file cut into cells (RFC 4180): quotes, CRLF, a byte order mark and a missing last newline are all right.
struct CSVTable {
    /// Where a cell's text lies in the file. `isEscaped`: it holds doubled quotes.
    struct Cell {
        var start: Int
        var end: Int
        var isQuoted: Bool
        var isEscaped: Bool
    }

    let file: String
    let header: [String]
    private let bytes: [UInt8]
    private let cells: [Cell]
    /// The line on which each row starts, from 1.
    private let lines: [Int]

    var rows: Int { lines.count }

    init(path: String, delimiter: UInt8? = nil) throws {
        try self.init(try SourceFile(path: path).bytes, file: path, delimiter: delimiter)
    }

    init(_ bytes: [UInt8], file: String, delimiter given: UInt8? = nil) throws {
        let delimiter = given ?? TableDelimiter.of(file)
        try UTF8Text.check(bytes, file: file)
        var scanner = CSVScanner(bytes, file: file, delimiter: delimiter)
        try scanner.scan()
        guard let width = scanner.width else {
            throw InputError(.badData, file: file, "is empty; a header line and rows are needed")
        }
        self.file = file
        self.bytes = bytes
        cells = Array(scanner.cells[width...])
        lines = Array(scanner.lines.dropFirst())
        header = scanner.cells[..<width].map { CSVTable.text($0, in: bytes) }
        try checkHeader(line: scanner.lines[0], delimiter: delimiter)
    }

    private func checkHeader(line: Int, delimiter: UInt8) throws {
        for (position, name) in header.enumerated() {
            if name.isEmpty {
                throw InputError(
                    .badData, file: file, line: line, "column \(position + 1) of the header has no name")
            }
            if header[..<position].contains(name) {
                throw InputError(
                    .badData, file: file, line: line, path: "column \"\(name)\"",
                    "the name stands twice in the header; columns need names of their own")
            }
        }
        if header.count == 1, delimiter == TableDelimiter.comma,
            let other = [";", "\t"].first(where: { header[0].contains($0) })
        {
            let name = other == "\t" ? "tabs" : "semicolons"
            throw InputError(
                .badData, file: file, line: line, "columns seem to be separated by \(name); commas are needed"
            )
        }
        if rows == 0 { throw InputError(.badData, file: file, "has a header but no rows") }
    }

    func line(ofRow row: Int) -> Int { lines[row] }

    func text(row: Int, column: Int) -> String {
        CSVTable.text(cells[row * header.count + column], in: bytes)
    }

    /// The cell as a decimal number, or nil.
    func number(row: Int, column: Int) -> Double? {
        let cell = cells[row * header.count + column]
        return DecimalNumber.parse(bytes, from: cell.start, to: cell.end)
    }

    private static func text(_ cell: Cell, in bytes: [UInt8]) -> String {
        let text = String(decoding: bytes[cell.start..<cell.end], as: UTF8.self)
        return cell.isEscaped ? text.replacingOccurrences(of: "\"\"", with: "\"") : text
    }
}
