internal import CZeroMQ
internal import Core

/// One received frame: owns libzmq's memory, so that its bytes can be used in place.
final class ReceivedFrame {
    private let message: UnsafeMutablePointer<zmq_msg_t>

    init() {
        message = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: 1)
        zmq_msg_init(message)
    }

    /// Receives the next part; false when there is none, waiting for as long as the socket's time limit says.
    func receive(from socket: UnsafeMutableRawPointer, waiting: Bool) throws(ZeroMQError) -> Bool {
        if zmq_msg_recv(message, socket, waiting ? 0 : ZMQ_DONTWAIT) >= 0 { return true }
        if zmq_errno() == EAGAIN || zmq_errno() == EINTR { return false }
        throw ZeroMQError("zmq_msg_recv")
    }

    var hasMore: Bool { zmq_msg_more(message) != 0 }

    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: zmq_msg_data(message), count: zmq_msg_size(message))
    }

    var copy: [UInt8] { withExtendedLifetime(self) { Array(bytes) } }

    /// The frame's bytes as a payload; copied only where libzmq did not align them.
    var payload: Payload {
        let address = UInt(bitPattern: bytes.baseAddress)
        return address % 8 == 0 ? Payload(owner: self, bytes: bytes) : Payload(copying: bytes)
    }

    /// What libzmq knows of the connection that this came from.
    func property(_ name: String) -> String? { zmq_msg_gets(message, name).map { String(cString: $0) } }

    /// The connection that this came from; nil if it is not known.
    var descriptor: Int32? {
        let descriptor = zmq_msg_get(message, ZMQ_SRCFD)
        return descriptor >= 0 ? descriptor : nil
    }

    deinit {
        zmq_msg_close(message)
        message.deallocate()
    }
}
