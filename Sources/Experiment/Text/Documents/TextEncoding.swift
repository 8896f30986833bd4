internal import Foundation

/// Reads files that must be UTF-8.
enum TextEncoding {
    static func contents(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(.inputMissing, file: path, "cannot be read; is the path right?")
        }
        return [UInt8](data)
    }

    /// The text, without a byte order mark.
    ///
    /// - Throws: `InputError` with the first line that is not UTF-8.
    static func text(_ bytes: [UInt8], file: String) throws -> String {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        if let text = String(validating: content, as: UTF8.self) { return text }
        throw InputError(
            .badData, file: file, line: brokenLine(bytes),
            "is not UTF-8; convert the text (iconv -f WINDOWS-1252 -t UTF-8) or remove the line")
    }

    /// A line end is never part of another character, so that lines can be looked at one by one.
    private static func brokenLine(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }
}
