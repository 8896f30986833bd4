package import Foundation

/// A folder for files that readers want by name: below TMPDIR, which is best in memory.
package struct Scratch: Sendable {
    package let path: String

    package init(_ name: String) {
        path = "\(NSTemporaryDirectory())/ignd-fuzz-\(getpid())-\(name)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    package func file(_ name: String) -> String { path + "/" + name }

    /// Removes all files.
    package func clear() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] { unlink(file(name)) }
    }

    package func write(_ bytes: some Collection<UInt8>, to name: String, permissions: mode_t = 0o644) {
        let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, permissions)
        defer { close(descriptor) }
        let written = Array(bytes).withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        precondition(written == bytes.count, "the folder for files of the fuzzer takes \(name)")
    }

    package func bytes(of name: String) -> [UInt8] {
        FileManager.default.contents(atPath: file(name)).map { [UInt8]($0) } ?? []
    }
}
