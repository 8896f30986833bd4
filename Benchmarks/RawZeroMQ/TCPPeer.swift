import Glibc

/// The same conversation over plain blocking sockets.
enum TCPPeer {
    /// Answers one peer after another until it is killed.
    static func serve(port: Int, request: Int, answer: Int) {
        let listener = open()
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let status = withAddress(port: port) { bind(listener, $0, $1) }
        guard status == 0, listen(listener, 4) == 0 else { exit(69) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(request, answer), alignment: 64)
        while true {
            let peer = accept(listener, nil, nil)
            guard peer >= 0 else { exit(69) }
            setNoDelay(peer)
            while read(peer, buffer, request) { write(peer, buffer, answer) }
            close(peer)
        }
    }

    static func ask(port: Int, count: Int, request: Int, answer: Int) {
        let peer = open()
        guard withAddress(port: port, { connect(peer, $0, $1) }) == 0 else { exit(69) }
        setNoDelay(peer)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(request, answer), alignment: 64)
        buffer.initializeMemory(as: UInt8.self, repeating: 3)
        let start = Program.seconds()
        for _ in 0..<count {
            write(peer, buffer, request)
            guard read(peer, buffer, answer) else { exit(69) }
        }
        print(Double(count) / (Program.seconds() - start))
    }

    private static func open() -> Int32 { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }

    private static func setNoDelay(_ socket: Int32) {
        var yes: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func withAddress(
        port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// False at the connection's end.
    private static func read(_ socket: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ count: Int) -> Bool {
        var done = 0
        while done < count {
            let received = recv(socket, buffer.baseAddress! + done, count - done, 0)
            if received <= 0 { return false }
            done += received
        }
        return true
    }

    private static func write(_ socket: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ count: Int) {
        var done = 0
        while done < count {
            let sent = send(socket, buffer.baseAddress! + done, count - done, Int32(MSG_NOSIGNAL))
            if sent <= 0 { return }
            done += sent
        }
    }
}
