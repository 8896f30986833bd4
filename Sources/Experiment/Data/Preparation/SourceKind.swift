internal import Foundation

/// What a reader's own data can be.
package enum SourceKind: String, CaseIterable, Sendable {
    /// A CSV or TSV file.
    case table
    /// Lines "label index:value …".
    case libsvm
    /// A .npz file with X and y, or two .npy files.
    case array
    /// A folder of pictures by class.
    case pictures
    /// Texts with classes, for a network that reads tokens: a folder of .txt files by class, JSON lines, or a table.
    case tokens
    /// The same as bags of words, for a sparse linear model.
    case words

    /// What a path is, by its ending or else by its content.
    ///
    /// - Throws: `InputError` if it cannot be told.
    package static func of(_ path: String) throws -> SourceKind {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            return try kind(ofFolder: path)
        }
        let name = SourceFile.name(of: path)
        switch URL(fileURLWithPath: name).pathExtension.lowercased() {
        case "csv", "tsv", "tab": return .table
        case "libsvm", "svm", "svmlight": return .libsvm
        case "npy", "npz": return .array
        default:
            guard let kind = kind(of: try SourceFile(path: path).bytes) else { throw unknown(path) }
            return kind
        }
    }

    /// Pictures, unless there are .txt files.
    private static func kind(ofFolder path: String) throws -> SourceKind {
        let files = FileManager.default.enumerator(atPath: path)
        while let name = files?.nextObject() as? String {
            let ending = URL(fileURLWithPath: name).pathExtension.lowercased()
            if ["jpg", "jpeg"].contains(ending) { return .pictures }
            if ending == "txt" {
                throw InputError(.badData, file: path, "has texts; give --kind tokens or --kind words")
            }
        }
        throw unknown(path)
    }

    private static func kind(of bytes: [UInt8]) -> SourceKind? {
        if bytes.starts(with: [0x93] + Array("NUMPY".utf8)) || NumpyArchive.isArchive(bytes) {
            return .array
        }
        let lines = bytes.prefix(1 << 16).split(separator: UInt8(ascii: "\n"))
        guard let line = lines.first(where: { $0.first != UInt8(ascii: "#") }) else { return nil }
        let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" || $0 == "\r" }
        if words.count > 1, Double(words[0]) != nil, isEntry(words[1]) { return .libsvm }
        return line.contains { TableDelimiter.all.contains($0) } ? .table : nil
    }

    /// index:value
    private static func isEntry(_ word: Substring) -> Bool {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && Int(parts[0]) != nil && Double(parts[1]) != nil
    }

    private static func unknown(_ path: String) -> InputError {
        let kinds = allCases.map(\.rawValue).joined(separator: ", ")
        return InputError(.badData, file: path, "what it is cannot be told from it; give --kind: \(kinds)")
    }
}
