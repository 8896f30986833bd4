import CLinux
import Glibc

/// What the wire and the memory alone can do. Nothing is decoded, applied or written.
///
///     raw-zeromq serve PORT ANSWER_HEADER_BYTES ANSWER_PAYLOAD_BYTES
///     raw-zeromq ask PORT COUNT HEADER_BYTES PAYLOAD_BYTES [WINDOW]      prints round trips a second
///     raw-zeromq tcp-serve PORT REQUEST_BYTES ANSWER_BYTES
///     raw-zeromq tcp-ask PORT COUNT REQUEST_BYTES ANSWER_BYTES           prints round trips a second
///     raw-zeromq copy BYTES                                              prints bytes a second that memcpy copies
@main
enum Program {
    static func main() {
        // As our own programs do: otherwise every large message goes back to the kernel.
        mallopt(M_MMAP_THRESHOLD, 1 << 30)
        mallopt(M_TRIM_THRESHOLD, 1 << 30)
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        switch (arguments.first, numbers.count) {
        case ("serve", 3): ZeroMQPeer.serve(port: numbers[0], header: numbers[1], payload: numbers[2])
        case ("ask", 4...5):
            ZeroMQPeer.ask(
                port: numbers[0], count: numbers[1], header: numbers[2], payload: numbers[3],
                window: numbers.count > 4 ? numbers[4] : 1)
        case ("tcp-serve", 3): TCPPeer.serve(port: numbers[0], request: numbers[1], answer: numbers[2])
        case ("tcp-ask", 4):
            TCPPeer.ask(port: numbers[0], count: numbers[1], request: numbers[2], answer: numbers[3])
        case ("copy", 1): MemoryCopy.measure(bytes: numbers[0])
        default:
            print(
                "usage: raw-zeromq serve PORT HEADER PAYLOAD | ask PORT COUNT HEADER PAYLOAD [WINDOW] | "
                    + "tcp-serve PORT REQUEST ANSWER | tcp-ask PORT COUNT REQUEST ANSWER | copy BYTES")
            exit(64)
        }
    }

    static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
