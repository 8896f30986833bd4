import Core
import Protocol
import Testing

/// What a server's socket says of a peer's queue.
@Suite struct FullQueueTests {
    private let server: Socket
    private let worker: Socket
    private let route: Socket.Route

    private let message = Encoder.frames(ServerMessage.heartbeat, session: SessionID(1))
    private static let burst = 20

    init() throws {
        server = try Socket(.server, context: ZeroMQContext(), maximumFrameBytes: -1)
        worker = try Socket(.worker, context: ZeroMQContext(), maximumFrameBytes: -1)
        for socket in [server, worker] { try socket.setWait(milliseconds: 10_000) }
        try server.bind("tcp://127.0.0.1:*")
        try worker.connect(server.endpoint)
        while try !worker.send(message) {}
        route = try #require(try server.receive(waiting: true)).route
    }

    @Test func aQueueThatHasGoneOutHasRoomAtOnce() throws {
        for _ in 0..<100 {
            for _ in 0..<FullQueueTests.burst {
                #expect(try server.send(message, to: route))
            }
            for _ in 0..<FullQueueTests.burst { _ = try #require(try worker.receive(waiting: true)) }
        }
    }

    @Test func thatOfAPeerThatDoesNotReadIsFullInTheEnd() throws {
        let piece = Piece(digest: "", offset: 0, total: 1 << 17, payload: Payload(count: 1 << 17) { _ in })
        let message = Encoder.frames(ServerMessage.piece(piece), session: SessionID(1))
        var count = 0
        while try server.send(message, to: route) {
            count += 1
            try #require(count < 2_000, "a queue without end")
        }
        #expect(count >= 2 * maximumLeases, "there is room for the answers to all that one worker may ask")
    }
}
