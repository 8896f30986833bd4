internal import CZeroMQ
internal import Glibc
package import Core

/// A ROUTER (server) or DEALER (worker) socket. Sending never blocks: what cannot be sent now is dropped, and the
/// protocol above resends.
package final class Socket {
    package enum Role { case server, worker }

    /// How a ROUTER names a connection; empty for a DEALER.
    package struct Route: Hashable {
        let bytes: [UInt8]
    }

    package struct Received {
        package let route: Route
        /// The header frame's bytes; nil if the message had none.
        package let header: Payload?
        package let payloads: [Payload]
        private let frame: ReceivedFrame?

        init(route: Route, frame: ReceivedFrame?, payloads: [Payload]) {
            self.route = route
            self.frame = frame
            self.payloads = payloads
            header = frame?.payload
        }

        /// The key that let the sender in; nil without CURVE.
        package var key: PublicKey? { frame?.property("User-Id").flatMap { PublicKey(hexadecimal: $0) } }
        /// The sender's IP address.
        package var address: String? { frame?.property("Peer-Address") }
        /// The sender's connection.
        package var descriptor: Int32? { frame?.descriptor }
    }

    /// The most parts of one message; a longer one is cut off and refused.
    private static let partLimit = 70_000

    let context: ZeroMQContext
    let pointer: UnsafeMutableRawPointer
    private let role: Role
    private var waitMilliseconds = -1

    package init(
        _ role: Role, context: ZeroMQContext, maximumFrameBytes: Int, security: SocketSecurity = .none
    ) throws {
        self.context = context
        self.role = role
        guard let pointer = zmq_socket(context.pointer, role == .server ? ZMQ_ROUTER : ZMQ_DEALER) else {
            throw ZeroMQError("zmq_socket")
        }
        self.pointer = pointer
        try setOptions(maximumFrameBytes: maximumFrameBytes)
        try secure(security)
    }

    private func setOptions(maximumFrameBytes: Int) throws {
        try set(ZMQ_LINGER, 1_000)
        // Counted in messages a peer: bounds the memory that a slow peer can make us hold. A server answers a worker's few
        // pushes in one go, and libzmq tells of free places late: so it needs somewhat more than twice as many.
        try set(ZMQ_SNDHWM, role == .server ? Int32(2 * maximumLeases + 8) : 64)
        try set(ZMQ_RCVHWM, role == .server ? 8 : 64)
        try set(ZMQ_HANDSHAKE_IVL, 10_000)
        try set(ZMQ_HEARTBEAT_IVL, 2_000)
        try set(ZMQ_HEARTBEAT_TIMEOUT, 6_000)
        try set(ZMQ_HEARTBEAT_TTL, 6_000)
        try set(ZMQ_TCP_KEEPALIVE, 1)
        var limit = Int64(maximumFrameBytes)
        try ZeroMQError.check(
            zmq_setsockopt(pointer, ZMQ_MAXMSGSIZE, &limit, MemoryLayout<Int64>.size), "set ZMQ_MAXMSGSIZE")
        switch role {
        case .server:
            try set(ZMQ_ROUTER_MANDATORY, 1)
            try set(ZMQ_BACKLOG, 1_024)
        case .worker:
            try set(ZMQ_IMMEDIATE, 1)
            try set(ZMQ_RECONNECT_IVL, 100)
            try set(ZMQ_RECONNECT_IVL_MAX, 5_000)
            try set(ZMQ_CONNECT_TIMEOUT, 10_000)
        }
    }

    private func set(_ option: Int32, _ value: Int32) throws {
        var value = value
        try ZeroMQError.check(
            zmq_setsockopt(pointer, option, &value, MemoryLayout<Int32>.size), "set socket option \(option)")
    }

    private func secure(_ security: SocketSecurity) throws {
        switch security {
        case .none: break
        case .open: try set(ZMQ_ZAP_DOMAIN, Array("ignd".utf8))
        case .server(let pair):
            try set(ZMQ_CURVE_SERVER, 1)
            try set(ZMQ_CURVE_SECRETKEY, pair.secret)
            try set(ZMQ_ZAP_DOMAIN, Array("ignd".utf8))
        case .worker(let pair, let server):
            try set(ZMQ_CURVE_SERVERKEY, server.bytes)
            try set(ZMQ_CURVE_PUBLICKEY, pair.publicKey.bytes)
            try set(ZMQ_CURVE_SECRETKEY, pair.secret)
        }
    }

    private func set(_ option: Int32, _ bytes: [UInt8]) throws {
        try ZeroMQError.check(
            zmq_setsockopt(pointer, option, bytes, bytes.count), "set socket option \(option)")
    }

    package func bind(_ endpoint: String) throws {
        try ZeroMQError.check(zmq_bind(pointer, endpoint), "bind \(endpoint)")
    }

    package func connect(_ endpoint: String) throws {
        try ZeroMQError.check(zmq_connect(pointer, endpoint), "connect to \(endpoint)")
    }

    /// The address bound last, with the port the system chose for port 0.
    package var endpoint: String {
        var text = [CChar](repeating: 0, count: 256)
        var length = text.count
        zmq_getsockopt(pointer, ZMQ_LAST_ENDPOINT, &text, &length)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// How long `receive(waiting: true)` waits.
    package func setWait(milliseconds: Int) throws {
        waitMilliseconds = milliseconds
        try set(ZMQ_RCVTIMEO, Int32(milliseconds))
    }

    /// The next message, or nil. Waiting begins with a few looks that let others run in between: the answer is often
    /// about to come, and waking a sleeping thread costs more than looking.
    package func receive(waiting: Bool = false) throws -> Received? {
        if waiting {
            for _ in 0..<Socket.looksBeforeSleep {
                if let received = try next(waiting: false) { return received }
                sched_yield()
            }
        }
        return try next(waiting: waiting)
    }

    /// The next message, or nil; what comes in at `door` ends the wait, too. Sleeps at once: who is awaited by many has
    /// more to do after a short sleep, and who yields often is put behind the thread that it sends by.
    package func receive(waiting: Bool, door: Door) throws -> Received? {
        if let received = try next(waiting: false) { return received }
        guard waiting else { return nil }
        try wait(with: door)
        return try next(waiting: false)
    }

    private func wait(with door: Door) throws {
        var items = ([pointer] + door.pointers).map {
            zmq_pollitem_t(socket: $0, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
        }
        if zmq_poll(&items, Int32(items.count), waitMilliseconds) < 0 && zmq_errno() != EINTR {
            throw ZeroMQError("zmq_poll")
        }
    }

    /// About 0.1 ms of looking.
    private static let looksBeforeSleep = 96

    private func next(waiting: Bool) throws -> Received? {
        var frame = ReceivedFrame()
        guard try frame.receive(from: pointer, waiting: waiting) else { return nil }
        var parts = [frame]
        while frame.hasMore {
            frame = ReceivedFrame()
            guard try frame.receive(from: pointer, waiting: false) else { break }
            if parts.count < Socket.partLimit { parts.append(frame) }
        }
        let route = role == .server ? parts.removeFirst().copy : []
        return Received(
            route: Route(bytes: route), frame: parts.first, payloads: parts.dropFirst().map(\.payload))
    }

    /// Sends without waiting; false if the peer is gone or its queue is full.
    @discardableResult
    package func send(_ frames: Frames, to route: Route? = nil) throws -> Bool {
        if let route {
            guard try sendPart(route.bytes, more: true) else { return false }
        }
        guard try sendPart(frames.header, more: !frames.payloads.isEmpty) else { return false }
        for (index, payload) in frames.payloads.enumerated() {
            _ = try sendPart(payload, more: index + 1 < frames.payloads.count)
        }
        return true
    }

    private func sendPart(_ bytes: [UInt8], more: Bool) throws -> Bool {
        let flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)
        var hasLooked = false
        while zmq_send(pointer, bytes, bytes.count, flags) < 0 {
            if try isRefused("zmq_send") {
                if hasLooked { return false }
                hasLooked = true
                learnWhatWasSent()
            }
        }
        return true
    }

    /// libzmq looks at most once a millisecond what a peer's queue has got rid of; until then the queue counts as full
    /// after a few dozen messages, however fast they go out. Asking for the events makes it look.
    private func learnWhatWasSent() {
        var events: Int32 = 0
        var length = MemoryLayout<Int32>.size
        zmq_getsockopt(pointer, ZMQ_EVENTS, &events, &length)
    }

    private func isRefused(_ operation: String) throws -> Bool {
        switch zmq_errno() {
        case EINTR: return false
        case EAGAIN, EHOSTUNREACH: return true
        default: throw ZeroMQError(operation)
        }
    }

    deinit { zmq_close(pointer) }
}

extension Socket {
    /// Below this a copy is cheaper than a retained reference.
    private static let copyLimit = 4_096

    private func sendPart(_ payload: Payload, more: Bool) throws -> Bool {
        var message = zmq_msg_t()
        if payload.count <= Socket.copyLimit {
            zmq_msg_init_size(&message, payload.count)
            if payload.count > 0 {
                zmq_msg_data(&message).copyMemory(from: payload.bytes.baseAddress!, byteCount: payload.count)
            }
        } else {
            let held = Unmanaged.passRetained(HeldPayload(payload)).toOpaque()
            zmq_msg_init_data(
                &message, UnsafeMutableRawPointer(mutating: payload.bytes.baseAddress!), payload.count,
                { _, held in Unmanaged<HeldPayload>.fromOpaque(held!).release() }, held)
        }
        while zmq_msg_send(&message, pointer, ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)) < 0 {
            if try isRefused("zmq_msg_send") {
                zmq_msg_close(&message)
                return false
            }
        }
        return true
    }
}

/// Keeps a payload's memory for as long as libzmq's I/O thread reads it.
private final class HeldPayload {
    let payload: Payload
    init(_ payload: Payload) { self.payload = payload }
}
