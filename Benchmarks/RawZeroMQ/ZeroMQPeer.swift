import CZeroMQ
import Glibc

/// A ROUTER that answers every message, and a DEALER that sends and waits, with the same frames as a push and its commit.
/// As in our programs large payloads are handed over without a copy.
enum ZeroMQPeer {
    /// Answers until it is killed.
    static func serve(port: Int, header: Int, payload: Int) {
        let socket = zmq_socket(zmq_ctx_new(), ZMQ_ROUTER)
        guard zmq_bind(socket, "tcp://127.0.0.1:\(port)") == 0 else { exit(69) }
        let content = Content(header: header, payload: payload)
        var identity = zmq_msg_t()
        var part = zmq_msg_t()
        zmq_msg_init(&identity)
        zmq_msg_init(&part)
        while zmq_msg_recv(&identity, socket, 0) >= 0 {
            repeat { zmq_msg_recv(&part, socket, 0) } while zmq_msg_more(&part) != 0
            zmq_msg_send(&identity, socket, ZMQ_SNDMORE)
            content.send(socket)
            zmq_msg_init(&identity)
        }
    }

    static func ask(port: Int, count: Int, header: Int, payload: Int, window: Int) {
        let socket = zmq_socket(zmq_ctx_new(), ZMQ_DEALER)
        zmq_connect(socket, "tcp://127.0.0.1:\(port)")
        let content = Content(header: header, payload: payload)
        var answer = zmq_msg_t()
        zmq_msg_init(&answer)
        func receive() {
            repeat { zmq_msg_recv(&answer, socket, 0) } while zmq_msg_more(&answer) != 0
        }
        content.send(socket)
        receive()  // the connection stands
        let start = Program.seconds()
        for _ in 0..<min(window, count) { content.send(socket) }
        for number in 0..<count {
            receive()
            if number < count - window { content.send(socket) }
        }
        print(Double(count) / (Program.seconds() - start))
    }

    /// A header frame and, if it is not empty, a payload frame.
    private struct Content {
        private let header: [UInt8]
        private let payload: UnsafeMutableRawBufferPointer
        /// As in our sockets.
        private static let copyLimit = 4_096

        init(header: Int, payload: Int) {
            self.header = [UInt8](repeating: 2, count: header)
            self.payload = .allocate(byteCount: payload, alignment: 64)
            self.payload.initializeMemory(as: UInt8.self, repeating: 3)
        }

        func send(_ socket: UnsafeMutableRawPointer?) {
            zmq_send(socket, header, header.count, payload.isEmpty ? 0 : ZMQ_SNDMORE)
            if payload.isEmpty { return }
            if payload.count <= Content.copyLimit {
                zmq_send(socket, payload.baseAddress, payload.count, 0)
                return
            }
            var message = zmq_msg_t()
            zmq_msg_init_data(&message, payload.baseAddress, payload.count, { _, _ in }, nil)
            zmq_msg_send(&message, socket, 0)
        }
    }
}
