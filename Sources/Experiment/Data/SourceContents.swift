internal import Core
internal import Foundation

/// The bytes of a file that the user gave, for readers of large ones: a plain file is mapped, all others are read whole
/// and unpacked.
struct SourceContents {
    let payload: Payload

    init(path: String) throws {
        if SourceFile.name(of: path) == path, SourceContents.isPlain(path),
            let file = try? MappedFile(path: path)
        {
            payload = file.payload
        } else {
            payload = Payload(copying: try SourceFile(path: path).bytes)
        }
    }

    var bytes: UnsafeRawBufferPointer { payload.bytes }

    /// Whether it is a file with a size, which pipes and the files of /proc have not.
    private static func isPlain(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
    }
}
