internal import Foundation

/// An open events.jsonl: the calls to the operating system, with errors that name operation and path.
struct EventFile: ~Copyable {
    let path: String
    private let descriptor: Int32

    /// Opens for appending and creates the file if need be.
    init(path: String) throws(ResultsError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw .file(operation: "open", path: path, errno: errno) }
    }

    deinit {
        if descriptor >= 0 { _ = close(descriptor) }
    }

    /// All bytes of a file that need not be open.
    static func bytes(path: String) throws(ResultsError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw .file(operation: "open", path: path, errno: errno) }
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += piece[..<count]
            } else if errno != EINTR {
                throw .file(operation: "read", path: path, errno: errno)
            }
        }
    }

    func append(_ bytes: [UInt8]) throws(ResultsError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress! + written, $0.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw .file(operation: "append to", path: path, errno: errno)
            }
        }
    }

    func truncate(to size: Int) throws(ResultsError) {
        if ftruncate(descriptor, off_t(size)) != 0 {
            throw .file(operation: "truncate", path: path, errno: errno)
        }
    }

    func sync() throws(ResultsError) {
        if fsync(descriptor) != 0 { throw .file(operation: "sync", path: path, errno: errno) }
    }
}
