import CLinux
import Experiment
import Glibc

/// The file of a segment that is not needed any more, kept for the next one: what has its place in memory and on the
/// disk is overwritten several times faster than new is written. There is at most one, and it belongs to no journal.
struct JournalSpare {
    private let path: String

    init(in directory: String) { path = "\(directory)/spare" }

    /// Takes a segment's file out of the journal; false if it cannot be kept, for instance because somebody reads it.
    func keep(_ segment: String) -> Bool {
        let descriptor = open(segment, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0 && rename(segment, path) == 0
    }

    /// Makes the spare file a segment, with a preamble that says what may be in it; returns its descriptor, or nil if there is
    /// none that can be used. The preamble comes before the name: else the older records would be the segment's own.
    func become(_ segment: String) -> Int32? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let preamble = JournalFormat.reusedPreamble
        if pwrite(descriptor, preamble, preamble.count, 0) == preamble.count, fdatasync(descriptor) == 0,
            rename(path, segment) == 0
        {
            return descriptor
        }
        close(descriptor)
        unlink(path)
        return nil
    }

    func remove() throws { try WholeFile.remove(path) }
}
