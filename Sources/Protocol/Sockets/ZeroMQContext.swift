internal import CZeroMQ

/// The libzmq context of a process. Sockets keep it alive.
package final class ZeroMQContext {
    let pointer: UnsafeMutableRawPointer

    package init() throws {
        guard let pointer = zmq_ctx_new() else { throw ZeroMQError("zmq_ctx_new") }
        self.pointer = pointer
        // Option 10 is ZMQ_ZERO_COPY_RECV: off, so that payload frames arrive aligned.
        zmq_ctx_set(pointer, 10, 0)
        zmq_ctx_set(pointer, ZMQ_MAX_SOCKETS, 1_023)
    }

    deinit { zmq_ctx_term(pointer) }
}
