import Core
import Experiment
import Foundation
import ParamServer
import Protocol

/// What survives the server's death: the journal's segments, the snapshots and the file of events. It knows what is synced
/// and what is not, and takes the rest away with the power.
final class Disk {
    struct Entry {
        let sequence: UInt64
        let frames: Frames

        init(_ record: Record, sequence: UInt64) {
            self.sequence = sequence
            frames = Encoder.frames(record)
        }

        func record() throws -> Record {
            try frames.header.withUnsafeBytes {
                try Decoder.record(header: $0, payload: frames.payloads.first ?? .empty)
            }
        }
    }

    private struct Segment {
        let first: UInt64
        var entries: [Entry] = []
        var syncedCount = 0

        var newest: UInt64 { first - 1 + UInt64(entries.count) }
    }

    /// Every record that was written and not lost, also those whose segment is gone: for the judges.
    private(set) var journal: [Entry] = []
    private var segments = [Segment(first: 1)]
    private var isSegmentComplete = false
    /// Gone, but the directory is not synced since: the power may bring them back.
    private var removed: [Segment] = []
    private var snapshots: [ServerImage] = []  // oldest first
    private var syncedEventBytes = 0
    let eventsPath: String

    init() {
        // In memory where there is such a place.
        let memory = "/dev/shm"
        let parent = access(memory, W_OK) == 0 ? memory : FileManager.default.temporaryDirectory.path
        eventsPath = "\(parent)/ignd-simulation-\(UUID().uuidString)"
    }

    deinit { unlink(eventsPath) }

    // MARK: Writing

    func write(_ entry: Entry) {
        if isSegmentComplete {
            segments.append(Segment(first: entry.sequence))
            removed = []
        }
        isSegmentComplete = false
        segments[segments.count - 1].entries.append(entry)
        journal.append(entry)
    }

    func syncJournal() { segments[segments.count - 1].syncedCount = segments.last!.entries.count }

    func noteThatEventsAreSynced() { syncedEventBytes = eventBytes }

    /// Keeps a snapshot, its numbers copied as a file would hold them.
    func keep(_ server: ParameterServer) {
        var copy = server.image(journalOffset: segments.last!.entries.count)
        copy.states = copy.states.mapValues { Payload(copying: $0.bytes) }
        snapshots.removeAll { $0.sequence == copy.sequence }
        snapshots.append(copy)
    }

    func startSegment() { isSegmentComplete = !segments.last!.entries.isEmpty }

    func removeSnapshots() { snapshots.removeFirst(max(snapshots.count - SnapshotFile.kept, 0)) }

    func removeSegments(_ retention: JournalRetention) {
        let descriptions = segments.map {
            JournalSegment(first: $0.first, path: "", byteCount: 100 * $0.entries.count)
        }
        let firsts = retention.removable(descriptions, snapshots: snapshots.map(\.sequence))
        removed += segments.filter { firsts.contains($0.first) }
        segments.removeAll { firsts.contains($0.first) }
    }

    /// A planted bug: all go that the snapshot that is about to be written makes unneeded.
    func removeSegmentsEarly() { segments = [Segment(first: segments.last!.newest + 1)] }

    // MARK: Accidents

    /// What is not synced goes, or a part of it: the ends of segments and of the events. Files that were removed may be
    /// there again.
    func losePower(_ random: inout SimulationRandom) {
        for index in segments.indices {
            let segment = segments[index]
            let kept = random.number(in: segment.syncedCount...segment.entries.count)
            segments[index].entries.removeLast(segment.entries.count - kept)
            segments[index].syncedCount = kept
        }
        segments += removed.filter { _ in random.chance(0.5) }
        segments.sort { $0.first < $1.first }
        removed = []
        journal.removeLast(journal.count - Int(segments.last!.newest))
        let size = random.number(in: syncedEventBytes...max(syncedEventBytes, eventBytes))
        truncate(eventsPath, off_t(size))
        syncedEventBytes = size
    }

    private var eventBytes: Int {
        var status = stat()
        return stat(eventsPath, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The newest snapshot cannot be read any more; recovery puts it aside.
    func rot() {
        if snapshots.count == SnapshotFile.kept { snapshots.removeLast() }
    }

    // MARK: Recovery

    /// Brings a fresh server to where the journal ends, as recovery does.
    func recover(_ server: inout ParameterServer, publish: (Happening) -> Void) throws {
        let image = snapshots.last
        if let image { server.restore(image) }
        try checkEvents(image)
        guard var index = segments.lastIndex(where: { $0.first <= server.sequence + 1 }) else {
            throw Violation("no segment goes on behind record \(server.sequence)")
        }
        var start = segments[index].first == server.sequence + 1 ? 0 : image?.journalOffset ?? 0
        isSegmentComplete = false
        while true {
            guard start <= segments[index].entries.count else {
                throw Violation("the snapshot at \(server.sequence) is ahead of the journal")
            }
            try follow(segments[index].entries[start...], &server, publish)
            if index + 1 == segments.count { return }
            (index, start) = (index + 1, 0)
            guard segments[index].first == server.sequence + 1 else {
                throw Violation("a segment begins at \(segments[index].first), behind \(server.sequence)")
            }
        }
    }

    /// Brings a fresh server there by all records from the first on, wherever they are.
    func replay(_ server: inout ParameterServer, publish: (Happening) -> Void) throws {
        try follow(journal[...], &server, publish)
    }

    private func follow(
        _ entries: ArraySlice<Entry>, _ server: inout ParameterServer, _ publish: (Happening) -> Void
    ) throws {
        for entry in entries {
            guard entry.sequence == server.sequence + 1 else {
                throw Violation("record \(entry.sequence) follows \(server.sequence) in the journal")
            }
            let reason = try Recovery.follow(
                try entry.record(), server: &server, publish: publish, store: { _, _, _ in })
            if let reason { throw Violation("record \(entry.sequence): \(reason)") }
        }
    }

    /// Events of records that a snapshot has swallowed are on the disk.
    private func checkEvents(_ image: ServerImage?) throws {
        guard let told = image?.newestEvent, told > 0 else { return }
        let newest = try EventLog(path: eventsPath).lastSequence ?? 0
        if newest < told { throw Violation("the events end at \(newest), the snapshot knows of \(told)") }
    }
}
