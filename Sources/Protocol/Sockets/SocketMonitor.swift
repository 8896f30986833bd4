internal import CZeroMQ

/// What happens to a socket's connections: libzmq tells of a refused handshake nowhere else.
package enum SocketEvent: Equatable, Sendable {
    /// A connection is being made: the name is known.
    case connecting
    /// The try came to nothing; the name is known.
    case closed
    /// The TCP connection stands; the handshake comes next.
    case connected
    /// A try has failed; the next one follows.
    case retrying
    /// The peer is let in, or lets us in.
    case ready
    /// The server knows us not.
    case refused
    /// One side wants CURVE, the other does not.
    case otherMechanism
    /// The peer hung up in the handshake, or took too long.
    case broken
    /// The worker holds another key for this server than the server has.
    case otherKey
    /// The peer speaks something else. libzmq does not try again.
    case foreign
    case accepted(descriptor: Int32)
    case disconnected(descriptor: Int32)
}

/// Listens to a socket's events.
package final class SocketMonitor {
    private let context: ZeroMQContext
    let pointer: UnsafeMutableRawPointer

    /// Must be there before the socket is bound or connected: what went before is not told.
    package init(of socket: Socket) throws {
        context = socket.context
        let endpoint = "inproc://monitor-\(UInt(bitPattern: socket.pointer))"
        try ZeroMQError.check(
            zmq_socket_monitor(socket.pointer, endpoint, SocketMonitor.events), "monitor a socket")
        guard let pointer = zmq_socket(context.pointer, ZMQ_PAIR) else { throw ZeroMQError("zmq_socket") }
        self.pointer = pointer
        // Unlimited: libzmq's network thread would wait for us otherwise.
        for option in [ZMQ_LINGER, ZMQ_RCVHWM] {
            var zero: Int32 = 0
            zmq_setsockopt(pointer, option, &zero, MemoryLayout<Int32>.size)
        }
        try ZeroMQError.check(zmq_connect(pointer, endpoint), "connect to a monitor")
    }

    private static let events =
        ZMQ_EVENT_CONNECT_DELAYED | ZMQ_EVENT_CONNECTED | ZMQ_EVENT_CONNECT_RETRIED | ZMQ_EVENT_CLOSED
        | ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED
        | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL
        | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH

    /// The next event, or nil.
    package func next() throws -> SocketEvent? {
        while true {
            let frame = ReceivedFrame()
            guard try frame.receive(from: pointer, waiting: false) else { return nil }
            let bytes = frame.copy
            if frame.hasMore { _ = try ReceivedFrame().receive(from: pointer, waiting: false) }
            if let event = SocketMonitor.event(bytes) { return event }
        }
    }

    /// Two bytes that say what, four that say more.
    private static func event(_ bytes: [UInt8]) -> SocketEvent? {
        guard bytes.count == 6 else { return nil }
        let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 2, as: Int32.self) }
        switch Int32(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt16.self) }) {
        case ZMQ_EVENT_CONNECT_DELAYED: return .connecting
        case ZMQ_EVENT_CONNECTED: return .connected
        case ZMQ_EVENT_CONNECT_RETRIED: return .retrying
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: return .ready
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: return .refused
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL where value == ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH:
            return .otherMechanism
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL where value == ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC:
            return .otherKey
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: return .foreign
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: return .broken
        case ZMQ_EVENT_CLOSED: return .closed
        case ZMQ_EVENT_ACCEPTED: return .accepted(descriptor: value)
        case ZMQ_EVENT_DISCONNECTED: return .disconnected(descriptor: value)
        default: return nil
        }
    }

    deinit { zmq_close(pointer) }
}
