internal import Core
internal import Foundation
package import Protocol

/// A secret key on disk: one line `secret DIGITS`, for its owner alone.
package enum SecretKeyFile {
    /// Reads a key pair.
    ///
    /// - Throws: `InputError`: the file is missing, others may read it, or it holds no key.
    package static func read(_ path: String) throws -> KeyPair {
        for (index, line) in try text(path).split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard let first = fields.first, !first.hasPrefix("#") else { continue }
            guard fields.count == 2, first == "secret", let bytes = Hexadecimal.bytes(fields[1]),
                let pair = KeyPair(secret: bytes)
            else {
                throw InputError(
                    .badData, file: path, line: index + 1,
                    "expected the word \"secret\" and 64 hexadecimal digits; `ignd-ps keys new` makes such a file"
                )
            }
            return pair
        }
        throw InputError(.badData, file: path, "holds no key; `ignd-ps keys new` makes one")
    }

    private static func text(_ path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw InputError(.inputMissing, file: path, "cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw InputError(.inputMissing, file: path, "is no file")
        }
        if status.st_mode & 0o077 != 0 {
            throw InputError(
                .configuration, file: path,
                "others can read this secret key (mode \(String(status.st_mode & 0o777, radix: 8))); "
                    + "`chmod 600` it, or make a new one if somebody may have read it")
        }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = Foundation.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else {
            throw InputError(.inputMissing, file: path, "cannot be read: \(String(cString: strerror(errno)))")
        }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// Writes a key pair, readable for its owner alone.
    package static func write(_ pair: KeyPair, to path: String) throws {
        let text = """
            # A secret key of ignd: whoever has it takes part. Its public half is
            # \(pair.publicKey)
            secret \(Hexadecimal.text(pair.secret))

            """
        try WholeFile.write(Payload(copying: Array(text.utf8)), to: path, syncing: true, permissions: 0o600)
    }
}
