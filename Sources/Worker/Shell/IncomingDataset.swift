import Core
import Experiment
import Foundation
import Protocol

/// A data set that arrives in pieces: into a file of the cache, or into memory where no file can be written.
final class IncomingDataset {
    let digest: String
    /// Bytes that have arrived.
    private(set) var count = 0
    private let path: String
    private let temporary: String
    private let stream = DigestStream()
    /// Of `temporary`; -1 once the bytes go to memory.
    private var descriptor: Int32 = -1
    private var memory: [UInt8] = []

    /// `path` is where the whole file is to be.
    init(digest: String, path: String) {
        self.digest = digest
        self.path = path
        // Several workers of a machine may fetch the same data set.
        temporary = "\(path).\(getpid()).new"
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        descriptor = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { note(errno) }
    }

    deinit { drop() }

    func append(_ piece: Payload) {
        stream.append(piece.bytes)
        if descriptor < 0 {
            memory += piece.bytes
        } else if !write(piece) {
            note(errno)
            memory = [UInt8](kept().prefix(count)) + piece.bytes
            drop()
        }
        count += piece.count
    }

    /// The whole file, mapped under its name in the cache, or in memory.
    ///
    /// - Throws: `RunError` if it does not have its digest.
    func finish() throws -> Payload {
        guard stream.finish().description == digest else {
            throw RunError(.failed, "data set \(digest) arrived with another digest")
        }
        guard descriptor >= 0 else { return Payload(copying: memory) }
        let file = try MappedFile(path: temporary)
        if rename(temporary, path) != 0 { note(errno) }
        drop()
        return file.payload
    }

    private func write(_ piece: Payload) -> Bool {
        var offset = 0
        while offset < piece.count {
            let written = pwrite(
                descriptor, piece.bytes.baseAddress! + offset, piece.count - offset, off_t(count + offset))
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return false }
            offset += written
        }
        return true
    }

    /// What the file holds already, before it is given up.
    private func kept() -> [UInt8] {
        guard let file = try? MappedFile(path: temporary) else { return [] }
        return withExtendedLifetime(file) { Array(file.bytes) }
    }

    /// Nothing unfinished stays behind.
    private func drop() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        unlink(temporary)
    }

    /// The cache only saves time: a disk that cannot be written costs a line, not the work.
    private func note(_ code: Int32) {
        Note.write("the data set is not cached: \(temporary): \(String(cString: strerror(code)))")
    }
}
