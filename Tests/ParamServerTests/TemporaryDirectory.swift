import Foundation

/// A directory of a test's own, removed at its end.
final class TemporaryDirectory {
    let path: String

    init() throws {
        // In memory where there is such a place: cutting a thousand files on a busy disk takes seconds.
        let memory = "/dev/shm"
        let isThere = FileManager.default.isWritableFile(atPath: memory)
        let parent = isThere ? memory : FileManager.default.temporaryDirectory.path
        path = parent + "/ignd-journal-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        try Foundation.Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    }

    func bytes(of name: String) throws -> [UInt8] {
        try Array(Foundation.Data(contentsOf: URL(fileURLWithPath: file(name))))
    }
}
