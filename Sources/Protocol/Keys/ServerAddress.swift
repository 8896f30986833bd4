/// Where a server listens and, if it takes known keys only, what its own key is: `tcp://HOST:PORT` or
/// `curve://KEY@HOST:PORT`.
package struct ServerAddress: Equatable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: UInt16
    package let key: PublicKey?

    package init(host: String, port: UInt16, key: PublicKey?) {
        self.host = host
        self.port = port
        self.key = key
    }

    /// Nil if it is none of the two forms.
    package init?(_ text: String) {
        if text.hasPrefix("tcp://") {
            self.init(place: text.dropFirst("tcp://".count), key: nil)
        } else if text.hasPrefix("curve://"), let at = text.firstIndex(of: "@") {
            let digits = text[..<at].dropFirst("curve://".count)
            guard let key = PublicKey(hexadecimal: digits) else { return nil }
            self.init(place: text[text.index(after: at)...], key: key)
        } else {
            return nil
        }
    }

    private init?(place: Substring, key: PublicKey?) {
        guard let colon = place.lastIndex(of: ":") else { return nil }
        let host = place[..<colon]
        let isHost = host.utf8.allSatisfy { byte in
            (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
                || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || "-._[]:%".utf8.contains(byte)
        }
        guard !host.isEmpty, isHost, let port = UInt16(place[place.index(after: colon)...]), port > 0 else {
            return nil
        }
        self.init(host: String(host), port: port, key: key)
    }

    /// What libzmq connects to.
    package var endpoint: String { "tcp://\(host):\(port)" }

    package var description: String { key.map { "curve://\($0)@\(host):\(port)" } ?? endpoint }

    /// Whether the host is a number: it needs no name service.
    package var isNumeric: Bool {
        host.hasPrefix("[") || host.utf8.allSatisfy { ".0123456789".utf8.contains($0) }
    }
}
