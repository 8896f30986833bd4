import Core
import Foundation

/// Whole files that survive a loss of power: a temporary name, a sync, a rename, a sync of the directory.
enum DurableFile {
    static func write(_ payload: Payload, to path: String) throws {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw JournalError.system("open", temporary) }
        do {
            try writeAll(payload, descriptor, temporary)
            guard fsync(descriptor) == 0 else { throw JournalError.system("sync", temporary) }
            close(descriptor)
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else { throw JournalError.system("rename", temporary) }
        try syncDirectory(of: path)
    }

    private static func writeAll(_ payload: Payload, _ descriptor: Int32, _ path: String) throws {
        var offset = 0
        while offset < payload.count {
            let count = Foundation.write(
                descriptor, payload.bytes.baseAddress! + offset, payload.count - offset)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw JournalError.system("write", path) }
            offset += count
        }
    }

    private static func syncDirectory(of path: String) throws {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw JournalError.system("open", directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw JournalError.system("sync", directory) }
    }

    static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw JournalError.system("remove", path) }
    }
}
