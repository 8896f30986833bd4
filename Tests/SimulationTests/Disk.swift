import Core
import Foundation
import ParamServer
import Protocol

/// What survives the server's death: the journal, the newest snapshot and the file of events.
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

    private(set) var journal: [Entry] = []
    private var image: ServerImage?
    let eventsPath: String

    init() {
        // In memory where there is such a place.
        let memory = "/dev/shm"
        let parent = access(memory, W_OK) == 0 ? memory : FileManager.default.temporaryDirectory.path
        eventsPath = "\(parent)/ignd-simulation-\(UUID().uuidString)"
    }

    deinit { unlink(eventsPath) }

    func write(_ entries: some Sequence<Entry>) { journal += entries }

    /// Loses the newest records, but none that a snapshot stands on: those are synced before it is written.
    func lose(_ count: Int) {
        let synced = image?.journalOffset ?? 0
        journal.removeLast(min(count, journal.count - synced))
    }

    /// Keeps a snapshot, its numbers copied as a file would hold them.
    func keep(_ image: ServerImage) {
        var copy = image
        copy.states = image.states.mapValues { Payload(copying: $0.bytes) }
        self.image = copy
    }

    /// Brings a fresh server to where the journal ends, as recovery does.
    func recover(
        _ server: inout ParameterServer, fromSnapshot: Bool = true, publish: (Happening) -> Void
    ) throws {
        var rest = journal[...]
        if fromSnapshot, let image, image.journalOffset <= journal.count {
            server.restore(image)
            rest = journal[image.journalOffset...]
        }
        for entry in rest {
            guard entry.sequence == server.sequence + 1 else {
                throw Violation("record \(entry.sequence) follows \(server.sequence) in the journal")
            }
            var record = try entry.record()
            Recovery.follow(&record, server: &server, publish: publish, store: { _, _, _ in })
        }
    }
}
