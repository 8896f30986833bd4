internal import CZeroMQ

/// The place where libzmq asks, for all sockets of a context, whether a peer may come in. It must be there before a
/// socket is bound: without it CURVE encrypts, but lets everybody in.
package final class AdmissionSocket {
    private let context: ZeroMQContext
    let pointer: UnsafeMutableRawPointer

    package init(context: ZeroMQContext) throws {
        self.context = context
        guard let pointer = zmq_socket(context.pointer, ZMQ_REP) else { throw ZeroMQError("zmq_socket") }
        self.pointer = pointer
        var linger: Int32 = 0
        zmq_setsockopt(pointer, ZMQ_LINGER, &linger, MemoryLayout<Int32>.size)
        try ZeroMQError.check(zmq_bind(pointer, "inproc://zeromq.zap.01"), "bind the admission socket")
    }

    /// Answers all that is asked now.
    package func attend(_ decide: (AdmissionRequest) -> Admission) throws {
        while let frames = try receive() {
            guard let request = AdmissionRequest(frames: frames) else {
                try send(
                    Admission.refused(.mechanism("unreadable")).frames(id: frames.count > 1 ? frames[1] : []))
                continue
            }
            try send(decide(request).frames(id: request.id))
        }
    }

    private func receive() throws -> [[UInt8]]? {
        var frame = ReceivedFrame()
        guard try frame.receive(from: pointer, waiting: false) else { return nil }
        var frames = [frame.copy]
        while frame.hasMore {
            frame = ReceivedFrame()
            guard try frame.receive(from: pointer, waiting: false) else { break }
            frames.append(frame.copy)
        }
        return frames
    }

    private func send(_ frames: [[UInt8]]) throws {
        for (index, bytes) in frames.enumerated() {
            let flags = ZMQ_DONTWAIT | (index + 1 < frames.count ? ZMQ_SNDMORE : 0)
            if zmq_send(pointer, bytes, bytes.count, flags) < 0 {
                throw ZeroMQError("answer an admission request")
            }
        }
    }

    deinit { zmq_close(pointer) }
}
