import CLinux
import Glibc

/// A segment's file in the hands of one who reads it: for as long as this lives it is not reused for newer records.
final class SegmentHold {
    private let descriptor: Int32

    /// - Throws: `JournalError` if there is no such file, or no more.
    init(path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw JournalError.system("open", path) }
        // Where files cannot be locked `JournalSpare` reuses none.
        let isRefused = flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
        if isRefused || !isStill(path) {
            throw JournalError.system(operation: "open", path: path, code: ENOENT)
        }
    }

    /// Whether the file has still its name: it may have been taken away before it was locked.
    private func isStill(_ path: String) -> Bool {
        var (held, named) = (stat(), stat())
        return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
