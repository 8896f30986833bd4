import Experiment
import Protocol

/// The connection to the server, and what is known of why it does not stand.
final class ServerLink {
    let socket: Socket
    private let monitor: SocketMonitor
    private let address: ServerAddress
    private let key: PublicKey?
    private var watch = LinkWatch()
    private var told: LinkWatch.State?
    private var connectAgainAt: Int?

    private static let connectAgainMilliseconds = 2_000

    /// Connects to `address`, with `pair` if the server takes known keys only.
    init(_ address: ServerAddress, _ pair: KeyPair?) throws {
        self.address = address
        key = pair?.publicKey
        var security = SocketSecurity.none
        if let pair, let server = address.key { security = .worker(pair, server: server) }
        socket = try Socket(.worker, context: ZeroMQContext(), maximumFrameBytes: -1, security: security)
        monitor = try SocketMonitor(of: socket)
        try socket.connect(address.endpoint)
    }

    /// What is new for the session, if anything is.
    func attend(now: Int) throws -> WorkerSession.Event? {
        while let event = try monitor.next() {
            watch.note(event, now: now)
            if event == .foreign || event == .otherKey {
                connectAgainAt = now + ServerLink.connectAgainMilliseconds
            }
        }
        // libzmq gives up on a peer that speaks something else; tomorrow another may listen there.
        if let time = connectAgainAt, now >= time {
            connectAgainAt = nil
            try socket.connect(address.endpoint)
        }
        let state = watch.state(now: now)
        if state == told { return nil }
        told = state
        return event(state)
    }

    private func event(_ state: LinkWatch.State) -> WorkerSession.Event {
        switch state {
        case .notAuthorised:
            return .notAuthorised(
                "the server does not let in the key \(key?.description ?? "of this worker"); on its side, "
                    + "`ignd-ps keys add NAME KEY` does")
        case .otherMechanism where key == nil:
            return .notAuthorised(
                "\(address) takes known keys only; give its own with --connect curve://KEY@HOST:PORT "
                    + "(it is in its ready line and connection.json) and this worker's with --key FILE")
        case .otherMechanism:
            return .notAuthorised(
                "the server at \(address.endpoint) has no keys: it is not the one that was meant")
        default: return .link(cause: cause(state))
        }
    }

    private func cause(_ state: LinkWatch.State) -> String {
        let place = "\(address.host):\(address.port)"
        switch state {
        case .nameNotFound:
            return address.isNumeric
                ? "there is no way to \(address.host)" : "the name \(address.host) is not found"
        case .refused: return "nothing listens on \(place)"
        case .silent: return "\(address.host) does not answer (is it up? does a firewall drop the packets?)"
        case .unspoken: return "\(place) takes the connection and says nothing"
        case .broken:
            let other = key == nil ? "" : ", or another key than the server's"
            return
                "\(place) hangs up or speaks another protocol (nothing behind a tunnel, no ignd-ps\(other))"
        case .ready: return "the connection stands, but the server is silent"
        case .lost: return "the connection broke off"
        case .trying, .notAuthorised, .otherMechanism: return ""
        }
    }
}
