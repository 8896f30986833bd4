/// Reads lines "label index:value index:value …". Trailing spaces, tabs, CRLF, a plus sign, comments after #, blank
/// lines and a missing last line end are all right.
struct LIBSVMScanner {
    private let file: String
    private let bytes: [UInt8]
    /// The greatest number that the result can hold.
    private let limit: Double
    private var rows = SparseRows()

    static func rows(_ bytes: [UInt8], file: String, limit: Double) throws -> SparseRows {
        var scanner = LIBSVMScanner(file: file, bytes: bytes, limit: limit)
        try scanner.scan()
        if scanner.rows.count == 0 {
            throw InputError(.badData, file: file, "has no rows; lines \"label index:value …\" are needed")
        }
        return scanner.rows
    }

    private init(file: String, bytes: [UInt8], limit: Double) {
        self.file = file
        self.bytes = bytes
        self.limit = limit
    }

    private mutating func scan() throws {
        var (start, line) = (0, 1)
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            try row(start, end, line)
            start = end + 1
            line += 1
        }
    }

    private mutating func row(_ start: Int, _ end: Int, _ line: Int) throws {
        var position = start
        guard let label = word(&position, end) else { return }
        rows.labels.append(try number(label.lowerBound, label.upperBound, line, "label"))
        rows.lines.append(line)
        while let word = word(&position, end) { try entry(word, line) }
        rows.offsets.append(Int64(rows.indices.count))
    }

    /// The next text between white space; nil at the end of the line or at a comment.
    private func word(_ position: inout Int, _ end: Int) -> Range<Int>? {
        while position < end, isSpace(bytes[position]) { position += 1 }
        let start = position
        if position < end, bytes[position] == UInt8(ascii: "#") { return nil }
        while position < end, !isSpace(bytes[position]) { position += 1 }
        return start < position ? start..<position : nil
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    private mutating func entry(_ word: Range<Int>, _ line: Int) throws {
        guard let colon = word.first(where: { bytes[$0] == UInt8(ascii: ":") }) else {
            throw error(line, "\"\(text(word))\" is not index:value")
        }
        let index = try index(word.lowerBound..<colon, line)
        let value = try number(colon + 1, word.upperBound, line, "value")
        if rows.indices.count > Int(rows.offsets[rows.offsets.count - 1]), let last = rows.indices.last {
            if index == last { throw error(line, "the index \(index) stands twice") }
            if index < last { throw error(line, "the index \(index) comes after \(last); they must ascend") }
        }
        if index == 0, rows.zeroLine == nil { rows.zeroLine = line }
        rows.indices.append(index)
        rows.values.append(value)
    }

    private func index(_ range: Range<Int>, _ line: Int) throws -> UInt32 {
        var index: UInt64 = 0
        for byte in bytes[range] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else {
                throw error(line, "\"\(text(range))\" is not an index")
            }
            index = index * 10 + UInt64(byte & 15)
            if index >= UInt64(UInt32.max) { throw error(line, "the index \(text(range)) is too large") }
        }
        if range.isEmpty { throw error(line, "an index is missing before \":\"") }
        return UInt32(index)
    }

    private func number(_ start: Int, _ end: Int, _ line: Int, _ role: String) throws -> Double {
        guard let number = DecimalNumber.parse(bytes, from: start, to: end) else {
            throw error(line, "the \(role) \"\(text(start..<end))\" is not a finite number")
        }
        guard abs(number) <= limit else {
            throw error(line, "the \(role) \(text(start..<end)) is too large for the precision asked for")
        }
        return number
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func error(_ line: Int, _ message: String) -> InputError {
        InputError(.badData, file: file, line: line, message)
    }
}
