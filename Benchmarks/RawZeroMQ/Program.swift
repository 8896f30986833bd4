import CZeroMQ
import Glibc

/// What the wire alone can do: a ROUTER that answers every message, and a DEALER that sends and waits, with the same
/// frames as a push and its commit. Nothing is decoded, applied or written.
///
///     raw-zeromq serve PORT ANSWER_BYTES
///     raw-zeromq ask PORT COUNT HEADER_BYTES PAYLOAD_BYTES [WINDOW]      prints round trips a second
@main
enum Program {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        switch (arguments.first, numbers.count) {
        case ("serve", 2): serve(port: numbers[0], answerBytes: numbers[1])
        case ("ask", 4...5):
            ask(
                port: numbers[0], count: numbers[1], header: numbers[2], payload: numbers[3],
                window: numbers.count > 4 ? numbers[4] : 1)
        default:
            print("usage: raw-zeromq serve PORT ANSWER_BYTES | ask PORT COUNT HEADER PAYLOAD [WINDOW]")
            exit(64)
        }
    }

    /// Answers until it is killed.
    private static func serve(port: Int, answerBytes: Int) {
        let socket = zmq_socket(zmq_ctx_new(), ZMQ_ROUTER)
        guard zmq_bind(socket, "tcp://127.0.0.1:\(port)") == 0 else { exit(69) }
        let answer = [UInt8](repeating: 1, count: answerBytes)
        var identity = zmq_msg_t()
        var part = zmq_msg_t()
        zmq_msg_init(&identity)
        zmq_msg_init(&part)
        while zmq_msg_recv(&identity, socket, 0) >= 0 {
            repeat { zmq_msg_recv(&part, socket, 0) } while zmq_msg_more(&part) != 0
            zmq_msg_send(&identity, socket, ZMQ_SNDMORE)
            zmq_send(socket, answer, answer.count, 0)
            zmq_msg_init(&identity)
        }
    }

    private static func ask(port: Int, count: Int, header: Int, payload: Int, window: Int) {
        let socket = zmq_socket(zmq_ctx_new(), ZMQ_DEALER)
        zmq_connect(socket, "tcp://127.0.0.1:\(port)")
        let header = [UInt8](repeating: 2, count: header)
        let payload = [UInt8](repeating: 3, count: payload)
        var answer = zmq_msg_t()
        zmq_msg_init(&answer)
        func send() {
            zmq_send(socket, header, header.count, ZMQ_SNDMORE)
            zmq_send(socket, payload, payload.count, 0)
        }
        send()
        zmq_msg_recv(&answer, socket, 0)  // the connection stands
        let start = seconds()
        for _ in 0..<window { send() }
        for number in 0..<count {
            zmq_msg_recv(&answer, socket, 0)
            if number < count - window { send() }
        }
        print(Double(count) / (seconds() - start))
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
