internal import CLinux
internal import Glibc

/// A TCP connection by its descriptor, which belongs to libzmq.
package enum PeerConnection {
    /// The peer's address without its port; nil if the connection is gone.
    package static func peer(of descriptor: Int32) -> String? {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getpeername(descriptor, address, &length) == 0 else { return Int32(-1) }
                return getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            }
        }
        guard code == 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The addresses whose connections to `port` this side has closed within a minute, by the kernel's table: for
    /// peers that were gone before they could be asked.
    package static func recentlyClosed(port: UInt16) -> [String] {
        guard let file = fopen("/proc/self/net/tcp", "r") else { return [] }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        var addresses: Set<String> = []
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if let address = closedPeer(text, port) { addresses.insert(address) }
        }
        return addresses.sorted()
    }

    /// A line: number, local address, remote address, state; addresses as hexadecimal digits of the memory's order.
    private static func closedPeer(_ line: String, _ port: UInt16) -> String? {
        let fields = line.split(separator: " ")
        guard fields.count > 3, isClosed(fields[3]) else { return nil }
        let local = fields[1].split(separator: ":")
        let remote = fields[2].split(separator: ":")
        guard local.count == 2, UInt16(local[1], radix: 16) == port,
            let address = UInt32(remote[0], radix: 16)
        else { return nil }
        return withUnsafeBytes(of: address) { $0.map(String.init).joined(separator: ".") }
    }

    /// FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSING.
    private static func isClosed(_ state: Substring) -> Bool { ["04", "05", "06", "0B"].contains(state) }

    /// The bytes that have come in so far; nil if the connection is gone.
    package static func receivedBytes(of descriptor: Int32) -> Int? {
        let bytes = ignd_bytes_received(descriptor)
        return bytes < 0 ? nil : Int(bytes)
    }

    /// Hangs up. libzmq sees the end and cleans up; a descriptor that is no connection any more is left alone.
    package static func cut(_ descriptor: Int32) { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
}
