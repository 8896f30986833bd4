import Experiment
import Protocol

/// The socket where workers dial in, who guards it, and how the server's own workers get in.
struct ListeningPost {
    let socket: Socket
    let address: ServerAddress
    let doorkeeper: Doorkeeper
    /// What a local worker is started with.
    let workerArguments: [String]

    /// Connections in the handshake, beside those of the sessions.
    private static let spareConnections = 256
    /// Messages of the largest kind that may lie unread of one connection: a push that was sent again and again.
    private static let unreadMessages = 4
    /// Descriptors for files.
    private static let spareDescriptors = 128

    /// Listens on `endpoint`.
    ///
    /// - Throws: `InputError` for unusable keys, `ZeroMQError` if the address cannot be had.
    init(
        endpoint: String, keys: KeysDirectory?, localKeyPath: String?, maximumFrameBytes: Int,
        sessionLimit: Int
    ) throws {
        let pair = try keys?.serverKey()
        _ = try keys?.allowList()
        let context = try ZeroMQContext()
        // Before the socket is bound: without it CURVE lets everybody in.
        let admissions = try AdmissionSocket(context: context)
        socket = try Socket(
            .server, context: context, maximumFrameBytes: maximumFrameBytes,
            security: pair.map { .server($0) } ?? .open)
        let events = try SocketMonitor(of: socket)
        try socket.bind(endpoint)
        guard let bound = ServerAddress(socket.endpoint) else {
            preconditionFailure("a bound socket has an address: \(socket.endpoint)")
        }
        address = ServerAddress(host: bound.host, port: bound.port, key: pair?.publicKey)
        var arguments = ["--connect", address.description]
        var localKey: PublicKey?
        if pair != nil, let localKeyPath {
            let own = KeyPair()
            try SecretKeyFile.write(own, to: localKeyPath)
            arguments += ["--key", localKeyPath]
            localKey = own.publicKey
        }
        workerArguments = arguments
        let room = Descriptors.raiseLimit() - ListeningPost.spareDescriptors
        doorkeeper = Doorkeeper(
            door: Door(events: events, admissions: admissions), keys: keys, localKey: localKey,
            port: bound.port,
            connectionLimit: max(min(sessionLimit + ListeningPost.spareConnections, room), 16),
            backlogLimit: ListeningPost.unreadMessages * (maximumFrameBytes + maximumHeaderBytes))
    }
}
