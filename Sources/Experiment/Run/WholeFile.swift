package import Core
internal import Foundation

/// Files that are there whole or not at all: a temporary name, then a rename.
package enum WholeFile {
    /// What the names of files end in that were not finished.
    static let unfinishedSuffix = ".new"

    /// Writes `payload` to `path`, in a spare file if there is one. With `syncing` it survives a loss of power from here on.
    ///
    /// - Throws: `RunError` with the cause; nothing half-written stays behind.
    package static func write(
        _ payload: Payload, to path: String, syncing: Bool, permissions: UInt32 = 0o644,
        over spare: SpareFile? = nil
    ) throws {
        let temporary = path + unfinishedSuffix
        let descriptor =
            spare?.become(temporary, beginning: [])
            ?? open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw failure(path) }
        do {
            defer { close(descriptor) }
            // One that was left behind may have others.
            if permissions != 0o644 && fchmod(descriptor, permissions) != 0 { throw failure(path) }
            try writeAll(payload, descriptor, path)
            if spare != nil && ftruncate(descriptor, off_t(payload.count)) != 0 { throw failure(path) }
            if syncing && fsync(descriptor) != 0 { throw failure(path) }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let failure = failure(path)
            unlink(temporary)
            throw failure
        }
        if syncing { try syncDirectory(URL(fileURLWithPath: path).deletingLastPathComponent().path) }
    }

    /// Removes `path`; it is no mistake if it is not there.
    ///
    /// - Throws: `RunError` with the cause.
    package static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw RunError(.cannotWrite, "\(path): cannot be removed: \(String(cString: strerror(errno)))")
        }
    }

    /// Makes files that came, went or were renamed in `directory` survive a loss of power.
    ///
    /// - Throws: `RunError` with the cause.
    package static func syncDirectory(_ directory: String) throws {
        try sync(directory.isEmpty ? "." : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }

    /// Makes what stands in the file `path` survive a loss of power.
    ///
    /// - Throws: `RunError` with the cause.
    package static func sync(_ path: String) throws { try sync(path, O_RDONLY | O_CLOEXEC) }

    private static func sync(_ path: String, _ flags: Int32) throws {
        let descriptor = open(path, flags)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        // A failed sync is final: what is on the disk is not known any more, so it has no number to wait by.
        guard fsync(descriptor) == 0 else { throw RunError(.cannotWrite, failure(path).description) }
    }

    private static func writeAll(_ payload: Payload, _ descriptor: Int32, _ path: String) throws {
        var offset = 0
        while offset < payload.count {
            let count = Foundation.write(
                descriptor, payload.bytes.baseAddress! + offset, payload.count - offset)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure(path) }
            offset += count
        }
    }

    private static func failure(_ path: String) -> RunError {
        RunError(
            .cannotWrite, "\(path): cannot be written: \(String(cString: strerror(errno)))", systemCode: errno
        )
    }
}
