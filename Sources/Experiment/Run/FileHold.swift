internal import Foundation

/// A file in the hands of one who reads it: for as long as this lives it becomes no `SpareFile`.
package final class FileHold {
    private let descriptor: Int32

    /// - Throws: `RunError` if there is no such file, or no more.
    package init(path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileHold.failure(path, errno) }
        // Where files cannot be locked none becomes a spare one.
        let isRefused = flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
        if isRefused || !isStill(path) { throw FileHold.failure(path, ENOENT) }
    }

    /// Whether the file has still its name: it may have been taken away before it was locked.
    private func isStill(_ path: String) -> Bool {
        var (held, named) = (stat(), stat())
        return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
    }

    private static func failure(_ path: String, _ code: Int32) -> RunError {
        RunError(.cannotWrite, "open \(path): \(String(cString: strerror(code)))")
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
