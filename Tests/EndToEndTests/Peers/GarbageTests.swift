import Core
import Protocol
import Testing

/// Whatever comes in at the port, the server lives and the sweep completes exactly.
@Suite struct GarbageTests {
    /// The greeting of ZMTP 3.0 with the NULL mechanism.
    private static let greeting: [UInt8] =
        [0xFF] + Array(repeating: 0, count: 8) + [0x7F, 3, 0] + Array("NULL".utf8)
        + Array(repeating: 0, count: 48)

    @Test func bytesThatAreNoZeroMQDoNotHarm() async throws {
        try await surviving { server in
            var random = SeededNumbers(seed: 1)
            for length in [1, 10, 64, 100, 10_000, 300_000] {
                let connection = try RawConnection(port: server.port)
                connection.send(random.bytes(length))
                let greeted = try RawConnection(port: server.port)
                greeted.send(GarbageTests.greeting)
                try await Task.sleep(for: .milliseconds(20))
                greeted.send(random.bytes(length))
            }
            let web = try RawConnection(port: server.port)
            web.send(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        }
    }

    /// ZMTP 1 and 2 have no handshake: a peer that came while the socket closed made libzmq abort.
    @Test(arguments: [[1, 0, 5, 0] + Array("hell".utf8), [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 5, 0, 0]])
    func peersOfOldVersionsOfZeroMQAreTurnedAway(bytes: [UInt8]) async throws {
        try await surviving { server in
            let old = try RawConnection(port: server.port)
            old.send(bytes)
            let isHungUp = old.isHungUp(withinMilliseconds: 5_000)
            #expect(isHungUp)
        }
    }

    @Test func framesOfRandomContentDoNotHarm() async throws {
        try await surviving { server in
            var random = SeededNumbers(seed: 2)
            let peer = try WirePeer(server.endpoint, session: 1)
            for count in 0..<300 {
                let payloads = (0..<count % 4).map { Payload(copying: random.bytes($0 * 100)) }
                try await peer.send(Frames(header: random.bytes(count), payloads: payloads))
            }
            try await expectAlive(peer)
        }
    }

    /// Real messages with some bytes changed reach further than random ones do.
    @Test(arguments: [UInt64(1), 2, 3])
    func messagesWithFlippedBytesDoNotHarm(seed: UInt64) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 2, chunks: 20, pause: 100), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "1"])
            var random = SeededNumbers(seed: seed)
            let peer = try WirePeer(server.endpoint, session: 1)
            _ = try await peer.joinAndInitialise()
            // A message may end the sweep: the worker is there before.
            let worker = try place.startWorker(server.endpoint, options: ["--name", "honest"])
            try await server.process.says("worker honest joined")
            for _ in 0..<500 {
                var frames = Encoder.frames(
                    GarbageTests.messages.randomElement(using: &random)!, session: SessionID(1))
                for _ in 0..<Int.random(in: 1...3, using: &random) where !frames.header.isEmpty {
                    frames.header[Int.random(in: 2..<frames.header.count, using: &random)] =
                        random.bytes(1)[0]
                }
                try await peer.send(frames)
                try peer.forgetAnswers()
            }
            try await expectAlive(peer)
            #expect(try await worker.end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            #expect(try await place.hashes(of: "run").count == 1)
        }
    }

    private static var messages: [WorkerMessage] {
        let update = CounterUpdate.make(row: 0, value: 1)
        let milestone = MilestoneReport(
            number: 2, oldestUnanswered: 1, trial: 0, phase: 1, base: 0,
            result: MilestoneResult(metrics: [Metric("wrong_counts", .nan)]), parameterHash: [1, 2, 3])
        return [
            .hello(WirePeer.hello), .ready(Holding(trial: 0, version: 3)), .heartbeat(activity: "x"),
            .fetch(Fetch(digest: "abc", offset: 7, length: 9)), .milestone(milestone),
            .push(
                Push(number: 2, oldestUnanswered: 2, trial: 0, phase: 1, chunk: 0, base: 0, update: update)),
            .push(
                Push(
                    number: 3, oldestUnanswered: 2, trial: 0, phase: 1, chunk: 1, base: 1, after: 2,
                    update: CounterUpdate.make(row: 1, value: 1))),
        ]
    }

    private func expectAlive(_ peer: WirePeer) async throws {
        try peer.forgetAnswers()
        _ = try await peer.ask(.hello(WirePeer.hello))
        try await peer.leave()
    }

    /// A server, what `attack` does to it, and then a worker that completes the sweep.
    private func surviving(_ attack: (RunningServer) async throws -> Void) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 2, chunks: 20, pause: 0), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "1"])
            try await attack(server)
            #expect(server.process.ended == nil)
            #expect(try await place.startWorker(server.endpoint).end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 2, chunks: 20)
            #expect(try await place.hashes(of: "run").count == 1)
        }
    }
}
