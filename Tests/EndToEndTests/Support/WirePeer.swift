import Core
import Protocol

/// A peer in the test process that speaks the protocol by itself.
final class WirePeer {
    static let hello = Hello(name: "peer", software: "test")

    private let socket: Socket
    private let session: SessionID

    init(_ endpoint: String, session: UInt64) throws {
        socket = try Socket(.worker, context: ZeroMQContext(), maximumFrameBytes: -1)
        self.session = SessionID(session)
        try socket.connect(endpoint)
    }

    /// Sends frames of any content; waits for the connection.
    func send(_ frames: Frames) async throws {
        _ = try await waiting(for: "the connection") { try socket.send(frames) ? true : nil }
    }

    /// Sends a message and gives the server's answer to it.
    func ask(_ message: WorkerMessage) async throws -> ServerMessage {
        try await ask(Encoder.frames(message, session: session), "\(message)")
    }

    func ask(_ frames: Frames, _ name: String = "frames") async throws -> ServerMessage {
        try await send(frames)
        let received = try await waiting(for: "an answer to \(name)") { try socket.receive() }
        guard let header = received.header else { throw Unexpected("an answer without a header") }
        return try Decoder.serverMessage(header: header.bytes, payloads: received.payloads).message
    }

    /// Says goodbye. The answer is not awaited: a server that ends after it may take it along.
    func leave() async throws {
        try await send(Encoder.frames(.goodbye(reason: "the test is over"), session: session))
    }

    /// Takes what has come so far.
    func takeAnswers() throws -> [ServerMessage] {
        var answers: [ServerMessage] = []
        while let received = try socket.receive() {
            guard let header = received.header else { continue }
            answers.append(
                try Decoder.serverMessage(header: header.bytes, payloads: received.payloads).message)
        }
        return answers
    }

    /// Takes and forgets what has come so far.
    func forgetAnswers() throws { while try socket.receive() != nil {} }

    // MARK: A worker's part

    /// Joins, does the milestone of phase 0 and returns the first chunk's assignment.
    func joinAndInitialise() async throws -> Assignment {
        guard case .welcome = try await ask(.hello(WirePeer.hello)) else { throw Unexpected("no welcome") }
        guard case .assignment(let first) = try await ask(.ready(nil)),
            case .snapshot(let payload, _) = first.sync.content
        else { throw Unexpected("no first assignment") }
        let report = MilestoneReport(
            number: 1, oldestUnanswered: 1, trial: first.trial, phase: 0, base: first.sync.version,
            result: MilestoneResult(metrics: [Metric("updates", 0), Metric("wrong_counts", 0)]),
            parameterHash: Digest(of: payload.bytes).bytes)
        guard case .commit(let commit) = try await ask(.milestone(report)), let next = commit.next else {
            throw Unexpected("the milestone is not committed")
        }
        return next
    }

    /// The answer to a push of `values` for chunk 0 of phase 1.
    func push(_ update: Update, number: UInt64, base: UInt64 = 0) async throws -> ServerMessage {
        try await ask(
            .push(
                Push(
                    number: number, oldestUnanswered: number, trial: 0, phase: 1, chunk: 0, base: base,
                    update: update)))
    }
}
