/// How a worker's connection stands, from its socket's events: why nobody answers, as far as that can be known.
package struct LinkWatch {
    package enum State: Equatable, Sendable {
        /// Nothing has come of the first try yet.
        case trying
        case nameNotFound
        case refused
        /// The host says nothing at all.
        case silent
        /// The TCP connection stands, the handshake does not get on.
        case unspoken
        /// The handshake broke off.
        case broken
        case ready
        /// The connection broke off.
        case lost
        /// The server does not know the key: final.
        case notAuthorised
        /// One side wants keys, the other has none: final.
        case otherMechanism
    }

    private var state = State.trying
    private var attemptSince: Int?
    /// Since the socket last said that it will try again, it got as far as an address, …
    private var hasAddress = false
    /// … and has tried in vain to connect there.
    private var hasTried = false

    /// A refusal comes at once; what takes longer comes from nobody.
    private static let silentMilliseconds = 1_000

    package init() {}

    package func state(now: Int) -> State {
        guard let attemptSince, state != .broken, now - attemptSince > LinkWatch.silentMilliseconds else {
            return state
        }
        return .silent
    }

    package mutating func note(_ event: SocketEvent, now: Int) {
        if event != .retrying { hasAddress = true }
        switch event {
        case .connecting:
            attemptSince = now
            hasTried = true
        case .connected:
            attemptSince = nil
            hasTried = false
            if state != .broken { state = .unspoken }
        case .retrying: retry(now: now)
        case .ready: state = .ready
        case .broken, .foreign, .otherKey: state = .broken
        case .refused: state = .notAuthorised
        case .otherMechanism: state = .otherMechanism
        case .disconnected: if state == .ready { state = .lost }
        case .closed: hasTried = true
        case .accepted: break
        }
    }

    private mutating func retry(now: Int) {
        let waited = attemptSince.map { now - $0 } ?? 0
        if !hasAddress {
            state = .nameNotFound
        } else if hasTried {
            state = waited > LinkWatch.silentMilliseconds ? .silent : .refused
        }
        attemptSince = nil
        hasAddress = false
        hasTried = false
    }
}
