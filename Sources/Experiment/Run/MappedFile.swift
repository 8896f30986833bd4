package import Core
internal import Foundation

/// A file mapped into memory, read-only, for as long as this object lives.
package final class MappedFile {
    package let bytes: UnsafeRawBufferPointer

    /// - Throws: `RunError` with the operation and its cause.
    package init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw MappedFile.failure("open", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw MappedFile.failure("stat", path) }
        guard status.st_size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let address = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let address, address != MAP_FAILED else { throw MappedFile.failure("map", path) }
        bytes = UnsafeRawBufferPointer(start: address, count: Int(status.st_size))
    }

    /// The whole file, which stays mapped for as long as the payload or a part of it lives.
    package var payload: Payload { Payload(owner: self, bytes: bytes) }

    /// - Throws: `RunError` if it cannot be told.
    package static func exists(_ path: String) throws -> Bool {
        if access(path, F_OK) == 0 { return true }
        if errno == ENOENT { return false }
        throw failure("look for", path)
    }

    private static func failure(_ operation: String, _ path: String) -> RunError {
        RunError(.cannotWrite, "\(operation) \(path): \(String(cString: strerror(errno)))")
    }

    deinit {
        if let address = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), bytes.count) }
    }
}
