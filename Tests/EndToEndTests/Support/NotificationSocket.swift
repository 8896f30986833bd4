import Glibc

/// A datagram socket as a service manager has it.
final class NotificationSocket {
    private let descriptor: Int32
    private let path: String?
    let name: String

    /// A file of its own, or a name in the abstract namespace.
    init(isAbstract: Bool) {
        let unique = "ignd-notify-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        name = isAbstract ? "@" + unique : "/tmp/" + unique
        path = isAbstract ? nil : name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var bytes = Array(name.utf8)
        if isAbstract { bytes[0] = 0 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        precondition(code == 0, "a test has a socket: errno \(errno)")
    }

    deinit {
        close(descriptor)
        if let path { unlink(path) }
    }

    /// What has come, a datagram each.
    func messages() -> [String] {
        var messages: [String] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0 { return messages }
            messages.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }
}
