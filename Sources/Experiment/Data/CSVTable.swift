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
        try self.init(
            try SourceFile(path: path).bytes, file: path, delimiter: delimiter ?? TableDelimiter.of(path))
    }

    init(_ bytes: [UInt8], file: String, delimiter: UInt8) throws {
        try CSVTable.checkText(bytes, file)
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

    private static func checkText(_ bytes: [UInt8], _ file: String) throws {
        guard !bytes.withUnsafeBufferPointer({ $0.isValidUTF8 }) else { return }
        var (start, line) = (0, 1)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if !bytes[start..<end].isValidUTF8 { break }
            (start, line) = (end + 1, line + 1)
        }
        throw InputError(
            .badData, file: file, line: line,
            "is not UTF-8 text; convert the file, for instance with iconv -f latin1 -t utf-8")
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
