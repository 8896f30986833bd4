internal import CLinux
internal import Glibc

/// Tells systemd of this process, if it was started as a service of type notify: datagrams to the socket that
/// NOTIFY_SOCKET names. Without one nothing is sent.
package final class ServiceNotifier {
    private var descriptor: Int32 = -1
    private var address = sockaddr_un()
    private var addressLength: socklen_t = 0
    /// Between two signs of life: half of what the watchdog waits for.
    private var signMilliseconds: Int?
    private var lastSign = Int.min / 2
    private var status = ""
    private var lastStatus = Int.min / 2
    private static let statusMilliseconds = 1_000

    /// `socket` is a path, or a name in the abstract namespace behind an `@`.
    package init(socket name: String?, watchdogMicroseconds: Int? = nil) {
        var bytes = Array((name ?? "").utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard let first = bytes.first, [UInt8(ascii: "/"), UInt8(ascii: "@")].contains(first),
            bytes.count < room
        else { return }
        if first == UInt8(ascii: "@") { bytes[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        addressLength = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        signMilliseconds = watchdogMicroseconds.map { max($0 / 2_000, 1) }
    }

    /// As the environment says. It says so to this process alone: children are started without.
    package static func fromEnvironment() -> ServiceNotifier {
        let name = getenv("NOTIFY_SOCKET").map { String(cString: $0) }
        let time = getenv("WATCHDOG_USEC").flatMap { Int(String(cString: $0)) }
        let process = getenv("WATCHDOG_PID").flatMap { pid_t(String(cString: $0)) }
        for variable in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(variable) }
        let isMeant = process == nil || process == getpid()
        return ServiceNotifier(
            socket: name, watchdogMicroseconds: isMeant ? time.flatMap { $0 > 0 ? $0 : nil } : nil)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func tellReady() { send("READY=1") }

    package func tellStopping() { send("STOPPING=1") }

    /// To be called from the loop that does the work: a sign of life if one is due, and what the process does.
    package func attend(now: Int, status: @autoclosure () -> String) {
        guard descriptor >= 0 else { return }
        if let signMilliseconds, now - lastSign >= signMilliseconds {
            lastSign = now
            send("WATCHDOG=1")
        }
        guard now - lastStatus >= ServiceNotifier.statusMilliseconds else { return }
        let text = status()
        if text == self.status { return }
        (self.status, lastStatus) = (text, now)
        send("STATUS=" + text)
    }

    /// A manager that does not listen is no reason to wait.
    private func send(_ text: String) {
        guard descriptor >= 0 else { return }
        let bytes = Array(text.utf8)
        let length = addressLength
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
