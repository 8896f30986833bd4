/// Cuts text into the pieces inside which cl100k_base merges bytes. It matches, at each position, the pattern
///
///     '(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s
///
/// whose alternatives the class of the first scalar tells apart almost alone. Every byte belongs to one piece.
package struct PieceScanner {
    /// Valid UTF-8.
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private let classes = ScalarClass.basicPlane

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// All pieces of a text.
    package static func pieces(of text: String) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            var scanner = PieceScanner(bytes)
            var pieces: [String] = []
            while let range = scanner.next() {
                pieces.append(String(decoding: bytes[range], as: UTF8.self))
            }
            return pieces
        }
    }

    /// The next piece, never empty; nil at the end.
    mutating func next() -> Range<Int>? {
        if position == bytes.count { return nil }
        let start = position
        position = end(from: start)
        return start..<position
    }

    private func end(from start: Int) -> Int {
        let first = scalar(at: start)
        switch first.class {
        case .letter: return run(of: .letter, from: first.end)
        case .number: return digits(after: first.end)
        case .lineBreak: return whitespace(from: start)
        case .space: return space(from: start, to: first.end)
        case .other: return contraction(from: start) ?? symbol(to: first.end)
        }
    }

    // MARK: The alternatives

    /// `'(?i:[sdmt]|ll|ve|re)`: folding case makes the long s (U+017F) an s.
    private func contraction(from start: Int) -> Int? {
        guard bytes[start] == UInt8(ascii: "'"), start + 1 < bytes.count else { return nil }
        switch folded(start + 1) {
        case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "m"), UInt8(ascii: "t"): return start + 2
        case UInt8(ascii: "l"): return folded(start + 2) == UInt8(ascii: "l") ? start + 3 : nil
        case UInt8(ascii: "v"), UInt8(ascii: "r"):
            return folded(start + 2) == UInt8(ascii: "e") ? start + 3 : nil
        case 0xC5: return start + 2 < bytes.count && bytes[start + 2] == 0xBF ? start + 3 : nil
        default: return nil
        }
    }

    /// The byte as a small letter if it is an ASCII letter; 0 behind the end.
    private func folded(_ position: Int) -> UInt8 {
        guard position < bytes.count else { return 0 }
        let byte = bytes[position]
        return byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    /// A scalar that is no letter, number, space or line break: it may lead a word, else it is a run of its like.
    private func symbol(to end: Int) -> Int {
        isAt(.letter, end) ? run(of: .letter, from: end) : symbols(from: end)
    }

    /// A space may lead a word; " " alone may lead a run of symbols.
    private func space(from start: Int, to end: Int) -> Int {
        if isAt(.letter, end) { return run(of: .letter, from: end) }
        if bytes[start] == UInt8(ascii: " "), isAt(.other, end) { return symbols(from: end) }
        return whitespace(from: start)
    }

    /// The rest of `[^\s\p{L}\p{N}]++[\r\n]*`.
    private func symbols(from start: Int) -> Int {
        run(of: .lineBreak, from: run(of: .other, from: start))
    }

    /// The rest of `\p{N}{1,3}`.
    private func digits(after start: Int) -> Int {
        var position = start
        for _ in 0..<2 where isAt(.number, position) { position = scalar(at: position).end }
        return position
    }

    /// `\s++$|\s*[\r\n]|\s+(?!\S)|\s`: all at the end of the text; else up to the last line break; else all but the
    /// last, which belongs to what follows; else the only one.
    private func whitespace(from start: Int) -> Int {
        var (position, last, lineEnd) = (start, start, Int?.none)
        while position < bytes.count {
            let next = scalar(at: position)
            guard next.class == .space || next.class == .lineBreak else { break }
            last = position
            position = next.end
            if next.class == .lineBreak { lineEnd = position }
        }
        if position == bytes.count { return position }
        return lineEnd ?? (last == start ? position : last)
    }

    // MARK: Scalars

    private func run(of wanted: ScalarClass, from start: Int) -> Int {
        var position = start
        while position < bytes.count {
            let next = scalar(at: position)
            if next.class != wanted { break }
            position = next.end
        }
        return position
    }

    private func isAt(_ wanted: ScalarClass, _ position: Int) -> Bool {
        position < bytes.count && scalar(at: position).class == wanted
    }

    /// The class of the scalar at `position` and where it ends.
    @inline(__always)
    private func scalar(at position: Int) -> (class: ScalarClass, end: Int) {
        let lead = bytes[position]
        if lead < 0x80 { return (classes[Int(lead)], position + 1) }
        return wideScalar(at: position, lead: UInt32(lead))
    }

    private func wideScalar(at position: Int, lead: UInt32) -> (class: ScalarClass, end: Int) {
        func trail(_ offset: Int) -> UInt32 { UInt32(bytes[position + offset]) & 0x3F }
        if lead < 0xE0 { return (classes[Int((lead & 0x1F) << 6 | trail(1))], position + 2) }
        if lead < 0xF0 {
            return (classes[Int((lead & 0x0F) << 12 | trail(1) << 6 | trail(2))], position + 3)
        }
        let value = (lead & 0x07) << 18 | trail(1) << 12 | trail(2) << 6 | trail(3)
        return (Unicode.Scalar(value).map { ScalarClass($0) } ?? .other, position + 4)
    }
}
