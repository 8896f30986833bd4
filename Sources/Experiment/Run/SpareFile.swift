internal import Foundation

/// A file that is not needed any more, kept for the next of its kind: what has its place in memory and on the disk is
/// overwritten several times faster than new is written. There is at most one in a directory, and it means nothing.
package struct SpareFile {
    private let path: String

    package init(in directory: String) { path = "\(directory)/spare" }

    /// Takes a file out of use; false if it cannot be kept, for instance because somebody reads it.
    package func keep(_ file: String) -> Bool {
        let descriptor = open(file, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0 && rename(file, path) == 0
    }

    /// Makes the spare file `file`, once `beginning` stands in it, also after a loss of power; what is behind that is old.
    /// Returns its descriptor, or nil if there is none that can be used.
    package func become(_ file: String, beginning: [UInt8]) -> Int32? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        if pwrite(descriptor, beginning, beginning.count, 0) == beginning.count,
            beginning.isEmpty || fdatasync(descriptor) == 0, rename(path, file) == 0
        {
            return descriptor
        }
        close(descriptor)
        unlink(path)
        return nil
    }

    package func remove() throws { try WholeFile.remove(path) }
}
