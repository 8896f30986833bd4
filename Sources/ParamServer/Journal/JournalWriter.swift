import CLinux
import Core
import Experiment
import Glibc
import Protocol

/// Appends records to a journal: one write for all that is due, so that many small records cost one call.
package final class JournalWriter {
    private let journal: JournalDirectory
    private let durability: Durability
    private var path: String
    private var descriptor: Int32 = -1
    /// Bytes of the current segment.
    package private(set) var size = 0
    /// Bytes of its file, in which an older segment's may stand behind them.
    private var fileBytes = 0
    /// Bytes of records written by this object.
    package private(set) var writtenBytes = 0
    private var due: [Payload] = []
    private let padding = Payload(copying: JournalFormat.padding)
    private var pendingBytes = 0
    /// The newest record given to `append`, and the first one that is not written.
    private var newest: UInt64
    private var firstDue: UInt64
    private var isSegmentComplete = false
    /// How far the segment's bytes are on their way to the disk.
    private var startedBytes = 0
    /// The disk is told to begin after so many bytes. Otherwise all of a segment waits for the sync at its end, and
    /// every worker with it.
    private static let startBytes = 8 << 20
    /// Without durability, writes wait until this much is due.
    private static let lazyBytes = 1 << 20

    /// Opens the journal for appending at `end`, behind which a torn tail is cut; `sequence` is its newest record.
    package init(
        _ journal: JournalDirectory, end: JournalEnd, sequence: UInt64, durability: Durability
    ) throws {
        self.journal = journal
        self.durability = durability
        newest = sequence
        firstDue = sequence + 1
        path = journal.path(ofSegment: end.segment)
        // One of an earlier life may hold records of numbers that are given again.
        try journal.spare.remove()
        try open(validBytes: end.validBytes)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private func open(validBytes: Int) throws {
        let opened = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw JournalError.system("open", path) }
        take(opened, validBytes: validBytes, fileBytes: validBytes)
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw JournalError.system("truncate", path) }
        if size == 0 { try begin() }
    }

    private func take(_ opened: Int32, validBytes: Int, fileBytes: Int) {
        if descriptor >= 0 { close(descriptor) }
        descriptor = opened
        size = validBytes
        self.fileBytes = fileBytes
        startedBytes = validBytes
    }

    /// A segment and its name in the directory are on the disk before any record is in it.
    private func begin() throws {
        let preamble = Payload(copying: JournalFormat.preamble)
        try transact(bytes: preamble.count) { try write([preamble]) }
        try sync()
        try journal.sync()
    }

    package func append(_ record: Record, sequence: UInt64) {
        let frames = Encoder.frames(record)
        let payload = frames.payloads.first ?? .empty
        let front = JournalFormat.front(sequence: sequence, header: frames.header, payload: payload)
        let gap = JournalFormat.padded(payload.count) - payload.count
        due += [front, payload]
        if gap > 0 { due.append(padding.prefix(gap)) }
        pendingBytes += front.count + payload.count + gap
        newest = sequence
    }

    /// Whether so much is due that there is nothing to be saved by writing it together with more. A sync is always shared.
    package var isEnoughDue: Bool { durability != .power && pendingBytes >= JournalWriter.enoughBytes }
    private static let enoughBytes = 256 << 10

    /// Writes what is due as the durability asks. If it fails nothing of it stands in the file, all of it is still
    /// due, and the call may be tried again. Before a clean stop `isLast` leaves nothing for later.
    package func settle(isLast: Bool = false) throws {
        let mayWait = durability == .none && !isLast && pendingBytes < JournalWriter.lazyBytes
        if pendingBytes > 0 && !mayWait { try flush() }
    }

    /// Writes all that is due; with `syncing` it survives a loss of power whatever the durability.
    package func flush(syncing: Bool = false) throws {
        if pendingBytes > 0 {
            if isSegmentComplete { try startSegment() }
            try transact(bytes: pendingBytes) { try write(due) }
            writtenBytes += pendingBytes
            due.removeAll(keepingCapacity: true)
            pendingBytes = 0
            firstDue = newest + 1
            startWriteback()
        }
        if syncing || durability == .power { try sync() }
    }

    /// The next record begins a new segment. All that was appended is written and synced.
    package func rotate() throws {
        precondition(pendingBytes == 0, "a segment ends between two records")
        try cutRest()
        isSegmentComplete = size > JournalFormat.preamble.count
    }

    /// Before a clean stop, when all is written: what was kept for later segments goes.
    package func finish() throws {
        try cutRest()
        try journal.spare.remove()
    }

    /// Bytes of the whole journal.
    package func journalBytes() throws -> Int { try journal.byteCount() - (fileBytes - size) }

    /// Only the newest segment may have older records behind its end.
    private func cutRest() throws {
        guard fileBytes > size else { return }
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw JournalError.system("truncate", path) }
        fileBytes = size
        guard fsync(descriptor) == 0 else { throw JournalError.system("sync", path) }
    }

    private func startSegment() throws {
        path = journal.path(ofSegment: firstDue)
        // The beginning comes before the name: else the older records would be the segment's own.
        if let reused = journal.spare.become(path, beginning: JournalFormat.reusedPreamble) {
            let end = Int(lseek(reused, 0, SEEK_END))
            take(reused, validBytes: JournalFormat.reusedPreamble.count, fileBytes: end)
            try journal.sync()
        } else {
            try open(validBytes: 0)
        }
        isSegmentComplete = false
    }

    /// Only a hint: whether it fails does not matter, a sync follows where one is promised.
    private func startWriteback() {
        guard size - startedBytes >= JournalWriter.startBytes else { return }
        ignd_start_writeback(descriptor, Int64(startedBytes), Int64(size - startedBytes))
        startedBytes = size
    }

    /// After a failed sync nobody knows what is on the disk, not even a second sync: this error is final.
    private func sync() throws {
        guard fdatasync(descriptor) == 0 else { throw JournalError.system("sync", path) }
    }

    /// All of `writing` gets into the file or nothing does.
    private func transact(bytes: Int, _ writing: () throws -> Void) throws {
        lseek(descriptor, off_t(size), SEEK_SET)
        do {
            try writing()
        } catch {
            ftruncate(descriptor, off_t(size))
            fileBytes = size
            throw error
        }
        size += bytes
        fileBytes = max(fileBytes, size)
    }

    private func write(_ payloads: [Payload]) throws {
        var vectors = payloads.filter { $0.count > 0 }.map {
            iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.bytes.baseAddress), iov_len: $0.count)
        }
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
