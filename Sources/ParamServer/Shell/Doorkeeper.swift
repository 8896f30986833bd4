import Experiment
import Protocol

/// Decides who comes in, remembers who has, and says who was turned away.
final class Doorkeeper {
    let door: Door
    /// Nil: anyone may come.
    private var allowed: WatchedAllowList?
    private let localKey: PublicKey?
    private let connectionLimit: Int
    private let port: UInt16
    /// By descriptor.
    private var connections: [Int32: OpenConnection] = [:]
    private let backlogLimit: Int
    /// A handshake has broken off; the next connection that ends is its.
    private var brokenHandshake: SocketEvent?
    /// The key by which each session came.
    private var owners: [SessionID: PublicKey] = [:]
    private var lines = LineLimit()
    private var notes = AnswerLimit<Int>(full: 1_000, perSecond: 10)
    private var omittedNotes = 0
    private var answers = AnswerLimit<Socket.Route>()

    /// `keys` is set if only known keys may come; the pair of the server's own workers is known besides.
    init(
        door: Door, keys: KeysDirectory?, localKey: PublicKey?, port: UInt16, connectionLimit: Int,
        backlogLimit: Int
    ) {
        self.door = door
        self.localKey = localKey
        self.port = port
        self.backlogLimit = backlogLimit
        self.connectionLimit = connectionLimit
        allowed = keys.map { WatchedAllowList(path: $0.allowListPath) }
        refresh(now: Clock.monotonicMilliseconds())
    }

    var allowedCount: Int { allowed?.list.entries.count ?? 0 }

    /// Takes a changed allow-list up.
    func refresh(now: Int) { allowed?.refresh(now: now).forEach { Note.write($0) } }

    /// Answers those who ask to come in, and takes note of who comes and goes.
    func attend(now: Int) throws {
        while let event = try door.events.next() { note(event, now) }
        try door.admissions.attend { request in
            refresh(now: now)
            let decision = decide(request)
            if case .refused(let reason) = decision { tell(reason, request.address, now) }
            return decision
        }
    }

    private func decide(_ request: AdmissionRequest) -> Admission {
        guard let allowed else {
            return request.mechanism == "NULL" ? .admittedWithoutKey : .refused(.mechanism(request.mechanism))
        }
        if let key = request.key, key == localKey { return .admitted("local", key) }
        return allowed.list.decide(request)
    }

    private func name(of key: PublicKey) -> String? {
        key == localKey ? "local" : allowed?.list.name(of: key)
    }

    private func describe(_ stranger: PublicKey) -> String {
        guard let name = allowed?.revokedName(of: stranger) else {
            return "key \(stranger), which is not in allowed-keys"
        }
        return "\(name), whose key \(stranger) is revoked"
    }

    // MARK: Messages

    /// Whether a message is to be read. One by a key that was revoked since is not, and its connection ends.
    func admits(_ received: Socket.Received, now: Int) -> Bool {
        if let descriptor = received.descriptor { connections[descriptor]?.hasSpoken = true }
        guard allowed != nil else { return true }
        guard let key = received.key else { return false }
        if name(of: key) != nil { return true }
        note("refused a message by \(describe(key))", received.address ?? "", now)
        received.descriptor.map(PeerConnection.cut)
        return false
    }

    /// Whether the session came by the key that this message came by: a session's number is no secret.
    func owns(_ received: Socket.Received, _ session: SessionID, now: Int) -> Bool {
        guard allowed != nil, let key = received.key else { return true }
        if owners[session] == nil { owners[session] = key }
        if owners[session] == key { return true }
        let own = name(of: key) ?? "\(key)"
        note(
            "refused a message by key \(own) in the name of another key's session", received.address ?? "",
            now)
        return false
    }

    func forget(where isGone: (SessionID) -> Bool) { owners = owners.filter { !isGone($0.key) } }

    /// Whether a refusal may be sent to this connection.
    func mayRefuse(_ route: Socket.Route, now: Int) -> Bool { answers.admit(route, now: now) }

    func tellUnreadable(_ received: Socket.Received, _ fault: String, now: Int) {
        let key = received.key.flatMap { name(of: $0) }.map { " of \($0)" } ?? ""
        note("refused an unreadable message\(key) (\(fault))", received.address ?? "", now)
    }

    // MARK: Connections

    private func note(_ event: SocketEvent, _ now: Int) {
        switch event {
        case .accepted(let descriptor):
            // It may be gone by now.
            connections[descriptor] = OpenConnection(address: PeerConnection.peer(of: descriptor) ?? "")
            if connections.count > connectionLimit { turnAway(descriptor, now) }
        case .broken, .foreign, .otherKey, .otherMechanism: brokenHandshake = event
        case .disconnected(let descriptor):
            let address = connections.removeValue(forKey: descriptor)?.address
            if let brokenHandshake { tell(brokenHandshake, address ?? "", now) }
            brokenHandshake = nil
        default: break
        }
    }

    private func turnAway(_ descriptor: Int32, _ now: Int) {
        let text = "refused a connection: \(connectionLimit) are open, as many as are kept"
        note(text, connections[descriptor]?.address ?? "", now)
        PeerConnection.cut(descriptor)
    }

    /// libzmq collects a message without end before it hands anything over: who sends more than any message holds, and
    /// nothing that could be read, is cut off.
    func watchBacklogs(now: Int) {
        for (descriptor, connection) in connections {
            guard let received = PeerConnection.receivedBytes(of: descriptor) else { continue }
            if connection.hasSpoken {
                connections[descriptor]!.receivedBytes = received
                connections[descriptor]!.hasSpoken = false
            } else if received - connection.receivedBytes > backlogLimit {
                note("refused a message without end", connection.address, now)
                PeerConnection.cut(descriptor)
            }
        }
    }

    // MARK: The log

    /// A line of what workers do: they can come and go by the thousand.
    func tell(_ text: String, now: Int) {
        guard notes.admit(0, now: now) else {
            omittedNotes += 1
            return
        }
        if omittedNotes > 0 { Note.write("(\(omittedNotes) lines about workers were left out here)") }
        omittedNotes = 0
        Note.write(text)
    }

    private func tell(_ event: SocketEvent, _ address: String, _ now: Int) {
        let who =
            switch event {
            case _ where allowed == nil: "a peer that speaks no plain ZeroMQ"
            case .otherKey: "a peer that holds another key for this server"
            default: "a peer without a key (plain ZeroMQ or another protocol)"
            }
        note("refused \(who)", address, now)
    }

    private func tell(_ reason: Admission.Reason, _ address: String, _ now: Int) {
        switch reason {
        case .unknownKey(let key): note("refused \(describe(key))", address, now)
        case .mechanism(let name):
            note("refused a peer without a key (\(Session.printable(name)))", address, now)
        }
    }

    private func note(_ text: String, _ address: String, _ now: Int) {
        guard let omitted = lines.admit(text + address, now: now) else { return }
        let more = omitted == 0 ? "" : " (and \(omitted) times more)"
        Note.write("\(text): \(address.isEmpty ? suspects : address)\(more)")
    }

    /// Who it may have been that was gone before it could be asked.
    private var suspects: String {
        let addresses = PeerConnection.recentlyClosed(port: port)
        if addresses.isEmpty { return "address unknown" }
        return "probably " + addresses.prefix(5).joined(separator: " or ")
            + (addresses.count > 5 ? " or another" : "")
    }
}
