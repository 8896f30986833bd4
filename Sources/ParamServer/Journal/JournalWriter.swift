import Core
import Glibc
import Protocol

/// Appends records to a journal file: one write for all that is due, so that many small records cost one call.
package final class JournalWriter {
    package let path: String
    private let descriptor: Int32
    private let durability: Durability
    package private(set) var size: Int
    private var due: [Payload] = []
    private let padding = Payload(copying: JournalFormat.padding)
    private var pendingBytes = 0
    /// Without durability, writes wait until this much is due.
    private static let lazyBytes = 1 << 20

    /// Opens the file for appending at `validBytes`, behind which a torn tail is cut.
    package init(path: String, validBytes: Int, durability: Durability) throws {
        self.path = path
        self.durability = durability
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw JournalError.system("open", path) }
        size = max(validBytes, 0)
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw JournalError.system("truncate", path) }
        lseek(descriptor, 0, SEEK_END)
        if size == 0 {
            due = [Payload(copying: JournalFormat.preamble)]
            pendingBytes = JournalFormat.preamble.count
            try flush()
        }
    }

    deinit { close(descriptor) }

    package func append(_ record: Record, sequence: UInt64) {
        let frames = Encoder.frames(record)
        let payload = frames.payloads.first ?? .empty
        let front = JournalFormat.front(sequence: sequence, header: frames.header, payload: payload)
        let gap = JournalFormat.padded(payload.count) - payload.count
        due += [front, payload]
        if gap > 0 { due.append(padding.prefix(gap)) }
        pendingBytes += front.count + payload.count + gap
    }

    /// Writes what is due as the durability asks. If it fails nothing of it stands in the file, all of it is still
    /// due, and the call may be tried again.
    package func settle() throws {
        if pendingBytes == 0 || durability == .none && pendingBytes < JournalWriter.lazyBytes { return }
        try flush()
    }

    /// Writes all that is due; with `syncing` it survives a loss of power whatever the durability.
    package func flush(syncing: Bool = false) throws {
        if pendingBytes > 0 { try writeDue() }
        if (syncing || durability == .power) && fdatasync(descriptor) != 0 {
            throw JournalError.system("sync", path)
        }
    }

    private func writeDue() throws {
        do {
            try writePending()
        } catch {
            ftruncate(descriptor, off_t(size))
            lseek(descriptor, off_t(size), SEEK_SET)
            throw error
        }
        size += pendingBytes
        due.removeAll(keepingCapacity: true)
        pendingBytes = 0
    }

    private func writePending() throws {
        var vectors = due.filter { $0.count > 0 }.map {
            iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.bytes.baseAddress), iov_len: $0.count)
        }
        try write(&vectors)
    }

    private func write(_ vectors: inout [iovec]) throws {
        var first = 0
        while first < vectors.count {
            let count = min(vectors.count - first, 1_024)
            var written = vectors.withUnsafeBufferPointer {
                writev(descriptor, $0.baseAddress! + first, Int32(count))
            }
            if written < 0 && errno == EINTR { continue }
            if written < 0 { throw JournalError.system("write", path) }
            while first < vectors.count, written >= vectors[first].iov_len {
                written -= vectors[first].iov_len
                first += 1
            }
            if written > 0 {
                vectors[first].iov_base += written
                vectors[first].iov_len -= written
            }
        }
    }
}
