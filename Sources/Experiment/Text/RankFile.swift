internal import Foundation

/// Reads a file of byte-pair ranks: lines "base64 rank", ranks counting up from 0, every single byte among the tokens.
struct RankFile {
    private let file: String
    private var tokens: [UInt8] = []
    private var starts: [UInt32] = [0]

    /// The longest token that makes sense; cl100k_base has 128 bytes.
    private static let tokenLimit = 1024

    static func read(_ path: String) throws -> BytePairRanks {
        try ranks(try contents(path), file: path)
    }

    static func contents(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(
                .inputMissing, file: path,
                "cannot be read; is the path right? (ignd-ps data fetch cl100k gets the ranks of cl100k_base; --ranks names another file)"
            )
        }
        return [UInt8](data)
    }

    static func ranks(_ bytes: [UInt8], file: String) throws -> BytePairRanks {
        var reader = RankFile(file: file)
        try reader.scan(bytes)
        let ranks: BytePairRanks
        do {
            ranks = try BytePairRanks(bytes: reader.tokens, starts: reader.starts)
        } catch {
            throw reader.error(error.rank + 1, "the token of this line stands on an earlier line too")
        }
        try reader.checkBytes(ranks)
        return ranks
    }

    private init(file: String) { self.file = file }

    private mutating func scan(_ bytes: [UInt8]) throws {
        var (start, line) = (0, 1)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let isReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
            try add(bytes[start..<(isReturn ? end - 1 : end)], line: line)
            start = end + 1
            line += 1
        }
    }

    private mutating func add(_ text: ArraySlice<UInt8>, line: Int) throws {
        guard let space = text.firstIndex(of: UInt8(ascii: " ")) else {
            throw error(line, "is not a token in base64, a space and a rank")
        }
        let before = tokens.count
        guard Base64.decode(text[..<space], into: &tokens) else {
            throw error(line, "the token is not base64")
        }
        guard before < tokens.count, tokens.count - before <= RankFile.tokenLimit else {
            throw error(
                line, "the token has \(tokens.count - before) bytes; 1 to \(RankFile.tokenLimit) can be")
        }
        guard text[(space + 1)...].elementsEqual("\(line - 1)".utf8) else {
            throw error(
                line,
                "the rank is \"\(String(decoding: text[(space + 1)...], as: UTF8.self))\", expected \(line - 1)"
            )
        }
        starts.append(UInt32(tokens.count))
    }

    private func checkBytes(_ ranks: BytePairRanks) throws {
        for byte in UInt8.min...UInt8.max {
            let rank = withUnsafeBytes(of: byte) { ranks.rank(of: $0) }
            if rank == BytePairRanks.none {
                throw InputError(
                    .badData, file: file,
                    "has no token for the single byte \(byte); not every text could be encoded")
            }
        }
    }

    private func error(_ line: Int, _ message: String) -> InputError {
        InputError(.badData, file: file, line: line, message)
    }
}
