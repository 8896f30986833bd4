/// Finds the cells of a CSV file in one pass over its bytes.
struct CSVScanner {
    private(set) var cells: [CSVTable.Cell] = []
    private(set) var lines: [Int] = []
    /// Cells of the first row, once it has been read.
    private(set) var width: Int?

    private let bytes: [UInt8]
    private let file: String
    private let delimiter: UInt8
    private var position = 0
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(_ bytes: [UInt8], file: String, delimiter: UInt8) {
        self.bytes = bytes
        self.file = file
        self.delimiter = delimiter
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func scan() throws {
        while position < bytes.count { try scanRow() }
    }

    private mutating func scanRow() throws {
        let (start, firstLine) = (cells.count, line)
        var isOpen = true
        while isOpen {
            try scanCell()
            isOpen = position < bytes.count && bytes[position] == delimiter
            if isOpen { position += 1 }
        }
        skipLineEnd()
        let count = cells.count - start
        if count == 1, cells[start].start == cells[start].end, !cells[start].isQuoted {
            cells.removeLast()  // a blank line
            return
        }
        lines.append(firstLine)
        try checkWidth(count, line: firstLine)
    }

    private mutating func checkWidth(_ count: Int, line: Int) throws {
        guard let width else {
            width = count
            return
        }
        guard count != width else { return }
        throw InputError(
            .badData, file: file, line: line,
            "the row has \(count) cells, the header has \(width); quote cells that contain \(delimiterName)")
    }

    private var delimiterName: String {
        switch delimiter {
        case TableDelimiter.comma: return "a comma"
        case TableDelimiter.tab: return "a tab"
        default: return "\"\(Character(UnicodeScalar(delimiter)))\""
        }
    }

    private mutating func skipLineEnd() {
        if position < bytes.count, bytes[position] == CSVScanner.carriageReturn { position += 1 }
        if position < bytes.count, bytes[position] == CSVScanner.newline { position += 1 }
        line += 1
    }

    private mutating func scanCell() throws {
        skipBlanks()
        if position < bytes.count, bytes[position] == CSVScanner.quote {
            try scanQuotedCell()
        } else {
            scanPlainCell()
        }
    }

    private mutating func skipBlanks() {
        while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    }

    private mutating func scanPlainCell() {
        let start = position
        bytes.withUnsafeBufferPointer { bytes in
            while position < bytes.count, !endsCell(bytes[position]) { position += 1 }
        }
        var end = position
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        cells.append(CSVTable.Cell(start: start, end: end, isQuoted: false, isEscaped: false))
    }

    private mutating func scanQuotedCell() throws {
        let firstLine = line
        position += 1
        var cell = CSVTable.Cell(start: position, end: position, isQuoted: true, isEscaped: false)
        while true {
            guard position < bytes.count else {
                throw InputError(
                    .badData, file: file, line: firstLine, "a quoted cell starts here and never ends")
            }
            let byte = bytes[position]
            if byte == CSVScanner.newline { line += 1 }
            position += 1
            guard byte == CSVScanner.quote else { continue }
            guard position < bytes.count, bytes[position] == CSVScanner.quote else { break }
            cell.isEscaped = true
            position += 1
        }
        cell.end = position - 1
        skipBlanks()
        guard position == bytes.count || endsCell(bytes[position]) else {
            throw InputError(
                .badData, file: file, line: line,
                "text follows a closing quote; write a quote inside a quoted cell twice")
        }
        cells.append(cell)
    }

    private func endsCell(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == CSVScanner.newline || byte == CSVScanner.carriageReturn
    }

    private func isBlank(_ byte: UInt8) -> Bool { (byte == 0x20 || byte == 0x09) && byte != delimiter }
}
