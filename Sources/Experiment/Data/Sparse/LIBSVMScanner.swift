internal import CKernels
internal import Core

/// Reads lines "label index:value index:value …". Trailing spaces, tabs, CRLF, a plus sign, comments after #, blank
/// lines and a missing last line end are all right.
///
/// Most words are short: `0…9` digits, a colon and one digit. They are read byte by byte without a look back; all others,
/// and those near the end of the text, go through the general functions, which say what is wrong as well.
struct LIBSVMScanner<S: Scalar> {
    private let file: String
    private let bytes: UnsafeBufferPointer<UInt8>
    /// From here on the text is too short for a short word.
    private let shortWordEnd: Int
    private var position = 0
    private var line = 1
    /// The first line that has the index 0.
    private(set) var zeroLine: Int?

    /// What there is to read in a text, at most.
    static func capacity(_ text: UnsafeRawBufferPointer) -> SparseRows<S>.Capacity {
        guard let start = text.baseAddress else { return SparseRows<S>.Capacity() }
        var totals: (lines: Int64, colons: Int64) = (0, 0)
        withUnsafeMutableBytes(of: &totals) {
            ignd_count_bytes(
                start.assumingMemoryBound(to: UInt8.self), Int64(text.count), UInt8(ascii: "\n"),
                UInt8(ascii: ":"),
                $0.assumingMemoryBound(to: Int64.self).baseAddress!)
        }
        let isEnded = text.last == lineEnd
        return SparseRows<S>.Capacity(
            rows: Int(totals.lines) + (isEnded ? 0 : 1), entries: Int(totals.colons))
    }

    /// The rows of one text.
    static func rows(_ text: UnsafeRawBufferPointer, file: String) throws -> SparseRows<S> {
        var rows = SparseRows<S>(capacity(text))
        var scanner = LIBSVMScanner(text, file: file)
        try scanner.append(to: &rows)
        return rows
    }

    init(_ text: UnsafeRawBufferPointer, file: String) {
        self.file = file
        bytes = text.bindMemory(to: UInt8.self)
        shortWordEnd = text.count - 16
    }

    /// Appends the rows of the text, for which there is room.
    mutating func append(to rows: inout SparseRows<S>) throws {
        let before = rows.count
        while position < bytes.count {
            try row(&rows)
            skipLine()
        }
        if rows.count == before {
            throw InputError(.badData, file: file, "has no rows; lines \"label index:value …\" are needed")
        }
    }

    private mutating func row(_ rows: inout SparseRows<S>) throws {
        guard let label = try label() else { return }
        var previous = -1
        while true {
            shortEntries(&rows, &previous)
            guard let word = word() else { break }
            try entry(word, &rows, &previous)
        }
        if rows.count == rows.capacity.rows { throw changed }
        rows.endRow(label: label, line: line)
    }

    /// Goes behind the end of the line.
    private mutating func skipLine() {
        while position < bytes.count, bytes[position] != LIBSVMScanner.lineEnd { position += 1 }
        position += 1
        line += 1
    }

    // MARK: Short words

    /// Reads entries for as long as they are short and ascend; the one after them is left.
    @inline(__always)
    private mutating func shortEntries(_ rows: inout SparseRows<S>, _ previous: inout Int) {
        guard let text = bytes.baseAddress else { return }
        let (indices, values, room) = (rows.indices, rows.values, rows.capacity.entries)
        var (place, entry, last) = (position, rows.entries, previous)
        while place < shortWordEnd, entry < room {
            if text[place] == LIBSVMScanner.space { place += 1 }
            var index = Int(text[place] &- LIBSVMScanner.zero)
            if index > 9 { break }
            var next = place + 1
            while next < place + 9, text[next] &- LIBSVMScanner.zero <= 9 {
                index = index * 10 + Int(text[next] & 15)
                next += 1
            }
            let digit = text[next + 1] &- LIBSVMScanner.zero
            guard text[next] == LIBSVMScanner.colon, digit <= 9, LIBSVMScanner.isSeparator(text[next + 2]),
                index > last, index > 0
            else { break }
            indices[entry] = UInt32(truncatingIfNeeded: index)
            values[entry] = S(digit)
            entry += 1
            last = index
            place = next + 2
        }
        (position, rows.entries, previous) = (place, entry, last)
    }

    // MARK: Any word

    private mutating func label() throws -> Double? {
        guard let word = word() else { return nil }
        return try number(word, "label")
    }

    /// The next text between white space; nil at the end of the line or at a comment.
    private mutating func word() -> Range<Int>? {
        while position < bytes.count, LIBSVMScanner.isSpace(bytes[position]) { position += 1 }
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: "#") { return nil }
        while position < bytes.count, !LIBSVMScanner.isSeparator(bytes[position]) { position += 1 }
        return start < position ? start..<position : nil
    }

    private mutating func entry(
        _ word: Range<Int>, _ rows: inout SparseRows<S>, _ previous: inout Int
    ) throws {
        guard let colon = word.first(where: { bytes[$0] == LIBSVMScanner.colon }) else {
            throw error("\"\(text(word))\" is not index:value")
        }
        let index = Int(try index(word.lowerBound..<colon))
        let value = try number(colon + 1..<word.upperBound, "value")
        if index == previous { throw error("the index \(index) stands twice") }
        if index < previous { throw error("the index \(index) comes after \(previous); they must ascend") }
        if rows.entries == rows.capacity.entries { throw changed }
        if index == 0, zeroLine == nil { zeroLine = line }
        rows.indices[rows.entries] = UInt32(index)
        rows.values[rows.entries] = S(value)
        rows.entries += 1
        previous = index
    }

    private func index(_ range: Range<Int>) throws -> UInt32 {
        var index: UInt64 = 0
        for byte in bytes[range] {
            guard byte &- LIBSVMScanner.zero <= 9 else { throw error("\"\(text(range))\" is not an index") }
            index = index * 10 + UInt64(byte & 15)
            if index >= UInt64(UInt32.max) { throw error("the index \(text(range)) is too large") }
        }
        if range.isEmpty { throw error("an index is missing before \":\"") }
        return UInt32(index)
    }

    private func number(_ range: Range<Int>, _ role: String) throws -> Double {
        guard let number = DecimalNumber.parse(bytes, from: range.lowerBound, to: range.upperBound) else {
            throw error("the \(role) \"\(text(range))\" is not a finite number")
        }
        guard abs(number) <= Double(S.greatestFiniteMagnitude) else {
            throw error("the \(role) \(text(range)) is too large for the precision asked for")
        }
        return number
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// A mapped file shows what others write into it: there may be more than was counted.
    private var changed: InputError { error("the file was changed while it was read") }

    private func error(_ message: String) -> InputError {
        InputError(.badData, file: file, line: line, message)
    }

    // MARK: Bytes

    private static var zero: UInt8 { UInt8(ascii: "0") }
    private static var space: UInt8 { UInt8(ascii: " ") }
    private static var colon: UInt8 { UInt8(ascii: ":") }
    private static var lineEnd: UInt8 { UInt8(ascii: "\n") }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == space || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { isSpace(byte) || byte == lineEnd }
}
