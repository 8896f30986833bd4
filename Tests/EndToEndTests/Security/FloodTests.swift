import Core
import Foundation
import Protocol
import Testing

/// Floods of connections, hellos and rubbish while a sweep runs: the server stays up, its memory stays flat, and the
/// result is the undisturbed one.
@Suite struct FloodTests {
    /// More than this would be a leak: a connection costs some kilobytes while it is open.
    private static let memoryLimit = 160 << 20

    private func surviving(
        isLocked: Bool, lease: String = "2", _ attack: (Workplace, RunningServer) async throws -> Void
    ) async throws {
        try await Workplace.with { place in
            Descriptors.raiseLimit()
            // It lasts longer than any attack, on a busy machine too.
            try place.write(SweepText.counter(phases: 2, chunks: 100, pause: 60), to: "sweep.yaml")
            let options = ["--lease", lease, "--linger", "3", "--local-workers", "1"]
            let server =
                isLocked
                ? try await place.startLockedServer("sweep.yaml", options: options)
                : try await place.startServer("sweep.yaml", options: options)
            try await server.process.says("worker local-1 joined")
            let before = try place.residentBytes(of: server.process)
            try await attack(place, server)
            try #require(server.process.ended == nil, "\(server.process.errors)")
            let growth = try place.residentBytes(of: server.process) - before
            #expect(growth < FloodTests.memoryLimit, "\(growth >> 20) MiB more")
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 2, chunks: 100)
            #expect(try await place.hashes(of: "run") == place.serialHashes("sweep.yaml"))
            #expect(server.process.errors.split(separator: "\n").count < 2_000, "the log is bounded")
        }
    }

    @Test(arguments: [false, true]) func tenThousandConnections(isLocked: Bool) async throws {
        try await surviving(isLocked: isLocked) { _, server in
            var random = SeededNumbers(seed: 1)
            for number in 0..<10_000 {
                let connection = try RawConnection(port: server.port)
                if number % 4 == 0 { connection.send(random.bytes(1 + number % 200)) }
                if number % 100 == 0 { await Task.yield() }
            }
        }
    }

    /// Those that are held open count against the limit, and the rest is closed.
    @Test func connectionsThatAreHeldOpen() async throws {
        try await surviving(isLocked: true) { _, server in
            let held = try (0..<2_600).map { _ in try HeldConnection(port: server.port) }
            try await server.process.says(
                "refused a connection: 2304 are open, as many as are kept: 127.0.0.1")
            withExtendedLifetime(held) {}
        }
    }

    @Test func tenThousandHellos() async throws {
        try await surviving(isLocked: false, lease: "30") { _, server in
            let peer = try WirePeer(server.endpoint, session: 1)
            var answers: [ServerMessage] = []
            for session: UInt64 in 1...10_000 {
                try await peer.send(Encoder.frames(.hello(WirePeer.hello), session: SessionID(session)))
                answers += try peer.takeAnswers()
            }
            // On a busy machine the server may not have come to the first refusal yet.
            answers += try await waiting(for: "a refusal") {
                let more = try peer.takeAnswers()
                let isRefused = (answers + more).contains { if case .refusal = $0 { true } else { false } }
                answers += more
                return isRefused ? [] : nil
            }
            let refusals = answers.compactMap { if case .refusal(let refusal) = $0 { refusal } else { nil } }
            #expect(!refusals.isEmpty && refusals.allSatisfy { $0.code == .noRoom })
            #expect(refusals.count < 5_000, "most are not answered: \(refusals.count)")
        }
    }

    /// Far more than a message may hold, in frames that are each small enough.
    @Test func aMessageWithoutEnd() async throws {
        try await surviving(isLocked: false) { _, server in
            let peer = try WirePeer(server.endpoint, session: 1)
            let piece = Payload(copying: Array(repeating: 7, count: 1 << 20))
            try await peer.send(Frames(header: [1, 2, 3], payloads: Array(repeating: piece, count: 20_000)))
            try await server.process.says("refused a message without end: 127.0.0.1")
        }
    }

    @Test func tenThousandMalformedMessages() async throws {
        try await surviving(isLocked: false) { _, server in
            var random = SeededNumbers(seed: 3)
            let peer = try WirePeer(server.endpoint, session: 1)
            for number in 0..<10_000 {
                let payloads = (0..<number % 3).map { Payload(copying: random.bytes($0 * 100)) }
                try await peer.send(Frames(header: random.bytes(number % 300), payloads: payloads))
                try peer.forgetAnswers()
            }
            try await server.process.says("refused an unreadable message (")
        }
    }
}

/// A connection that lives as long as this.
private final class HeldConnection {
    private let connection: RawConnection

    init(port: UInt16) throws { connection = try RawConnection(port: port) }
}
