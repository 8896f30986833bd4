import Glibc

/// A bare TCP connection to the port, for bytes that are no ZeroMQ.
struct RawConnection: ~Copyable {
    private let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 { throw Unexpected("cannot connect to port \(port): errno \(errno)") }
    }

    /// Sends what the peer takes; it may have hung up.
    func send(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    /// Whether the peer hangs up within this time; what it says before is passed over.
    func isHungUp(withinMilliseconds limit: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, limit) > 0 {
            if recv(descriptor, &buffer, buffer.count, 0) <= 0 { return true }
        }
        return false
    }

    deinit { close(descriptor) }
}
