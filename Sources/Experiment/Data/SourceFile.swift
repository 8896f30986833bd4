internal import Foundation
internal import Protocol

/// A file that the user gave, read whole; unpacked if its name ends in .gz or .zst.
package struct SourceFile {
    package let path: String
    /// The path without the ending of a packed file.
    package let name: String
    package let bytes: [UInt8]

    private static let unpackers = [".gz": "gzip", ".zst": "zstd"]

    /// `hint` goes behind the error of a file that is not there.
    package init(path: String, hint: String = "") throws {
        self.path = path
        guard let (ending, program) = SourceFile.unpackers.first(where: { path.hasSuffix($0.key) }) else {
            name = path
            bytes = try SourceFile.read(path, hint)
            return
        }
        guard FileManager.default.isReadableFile(atPath: path) else { throw SourceFile.missing(path, hint) }
        name = String(path.dropLast(ending.count))
        bytes = try Subprocess(program, ["-dc", "--", path]).output(for: path)
    }

    /// The name of `path` without the ending of a packed file.
    package static func name(of path: String) -> String {
        unpackers.keys.first { path.hasSuffix($0) }.map { String(path.dropLast($0.count)) } ?? path
    }

    /// What `name` may be called when it is packed.
    static func packedNames(of name: String) -> [String] { unpackers.keys.sorted().map { name + $0 } }

    /// SHA-256 (hex) of the unpacked bytes.
    var digest: String { Digest(of: bytes).description }

    private static func read(_ path: String, _ hint: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw missing(path, hint) }
        return [UInt8](data)
    }

    private static func missing(_ path: String, _ hint: String) -> InputError {
        InputError(.inputMissing, file: path, "cannot be read; is the path right?\(hint)")
    }
}
