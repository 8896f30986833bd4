import Core
import Protocol
import Testing

/// Programs of different protocol versions part with a sentence.
@Suite struct ProtocolVersionTests {
    /// A header begins with field 1, the version.
    private static func withVersion(_ version: UInt8, _ frames: Frames) -> Frames {
        var frames = frames
        precondition(frames.header[0] == 8 && frames.header[1] == UInt8(protocolVersion))
        frames.header[1] = version
        return frames
    }

    @Test func aWorkerThatMeetsAServerOfAnotherVersionSaysSo() async throws {
        try await Workplace.with { place in
            let server = try Socket(.server, context: ZeroMQContext(), maximumFrameBytes: 1 << 20)
            try server.bind("tcp://127.0.0.1:*")
            let worker = try place.startWorker(server.endpoint)
            let received = try await waiting(for: "the worker's hello") { try server.receive() }
            let welcome = Encoder.frames(
                .welcome(Welcome(run: "x", leaseMilliseconds: 1_000)), session: SessionID(0))
            try server.send(ProtocolVersionTests.withVersion(1, welcome), to: received.route)
            #expect(try await worker.end() == .code(76))
            #expect(
                worker.errors.contains(
                    "ignd-worker: the server speaks another protocol version: protocol version 1 is not 2"))
        }
    }

    @Test func aServerRefusesAWorkerOfAnotherVersion() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let peer = try WirePeer(server.endpoint, session: 1)
            let hello = Encoder.frames(.hello(WirePeer.hello), session: SessionID(1))
            let answer = try await peer.ask(ProtocolVersionTests.withVersion(1, hello))
            guard case .refusal(let refusal) = answer else { return #expect(Bool(false), "\(answer)") }
            #expect(refusal.code == .protocolVersion)
            #expect(refusal.text == "protocol version 1 is not 2")
            #expect(try await place.startWorker(server.endpoint).end() == .code(0))
            #expect(try await server.process.end() == .code(0))
        }
    }
}
