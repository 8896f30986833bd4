internal import CZeroMQ

/// Waits for a socket and file descriptors together.
package struct Poller {
    private var items: [zmq_pollitem_t]

    package init(socket: Socket, descriptors: [Int32]) {
        items = [zmq_pollitem_t(socket: socket.pointer, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)]
        items += descriptors.map { zmq_pollitem_t(socket: nil, fd: $0, events: Int16(ZMQ_POLLIN), revents: 0) }
    }

    /// Returns at once when something is readable, else after `milliseconds`.
    package mutating func wait(milliseconds: Int) throws {
        let result = zmq_poll(&items, Int32(items.count), milliseconds)
        if result < 0 && zmq_errno() != EINTR { throw ZeroMQError("zmq_poll") }
    }

    package var isSocketReadable: Bool { items[0].revents & Int16(ZMQ_POLLIN) != 0 }

    package func isReadable(descriptor index: Int) -> Bool {
        items[1 + index].revents & Int16(ZMQ_POLLIN) != 0
    }
}
