import Core
import FuzzDriver
import ParamServer
import Protocol

extension FuzzTarget {
    /// A snapshot, damaged by a script: it is read as it was written, or it is not used.
    static let snapshot = FuzzTarget(
        "snapshot", seeds: { [[0], [0, 8, 10, 0, 1], [0, 1, 200, 0], [0, 7, 60, 0, 1, 50, 51, 52, 53]] }
    ) {
        bytes in
        var script = InputBytes(bytes)
        var files = [SnapshotCase.whole]
        FileEdits.apply(&script, to: &files)
        try SnapshotCase.check(files[0])
    }
}

enum SnapshotCase {
    private static let scratch = Scratch("snapshot")
    private static let snapshots = SnapshotFile(directory: scratch.path)

    /// A server in the middle of a round.
    nonisolated(unsafe) private static let image: ServerImage = {
        ConversationScript.seeds[5].withUnsafeBytes { bytes in
            var script = ConversationScript(bytes)
            return script.image(afterSteps: 10)
        }
    }()

    private static var name: String {
        "\(String(repeating: "0", count: 12 - "\(image.sequence)".count))\(image.sequence).safetensors"
    }

    static let whole: [UInt8] = {
        scratch.clear()
        do { try snapshots.write(image) } catch { return [] }
        return scratch.bytes(of: name)
    }()

    static func check(_ file: [UInt8]) throws {
        scratch.write(file, to: name)
        guard let found = try snapshots.newest() else { return }
        demand(found.sequence == image.sequence, "another record")
        demand(found.journalOffset == image.journalOffset, "another offset")
        demand(found.newestEvent == image.newestEvent, "another event")
        demand(found.sessions == image.sessions, "other sessions")
        demand(found.trials == image.trials, "other trials")
        demand(Set(found.states.keys) == Set(image.states.keys), "the states of other trials")
        for (trial, state) in found.states {
            demand(state.bytes.elementsEqual(image.states[trial]!.bytes), "other parameters")
        }
        demand(pushes(found) == pushes(image), "other open pushes")
    }

    private static func pushes(_ image: ServerImage) -> [[UInt8]] {
        image.openPushes.sorted { $0.key < $1.key }.flatMap { _, records in
            records.sorted { $0.key < $1.key }.map { Encoder.frames($0.value).header }
        }
    }
}

extension ConversationScript {
    /// The server's state after the beginning of the script.
    mutating func image(afterSteps count: Int) -> ServerImage {
        for _ in 0..<count { advance() }
        return state(journalOffset: 1_000)
    }
}
