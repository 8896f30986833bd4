import Core
import Protocol
import Worker

/// A worker session under test, and the time.
struct Talk {
    var session: WorkerSession
    var now = 0
    private(set) var effects: [WorkerSession.Effect] = []

    init(connectTimeout: Int = 60_000, lostTimeout: Int = 30_000) {
        var configuration = WorkerSession.Configuration(name: "test")
        configuration.connectTimeoutMilliseconds = connectTimeout
        configuration.lostTimeoutMilliseconds = lostTimeout
        session = WorkerSession(id: SessionID(1), configuration: configuration)
    }

    /// Handles the event; what follows stands in `effects`.
    mutating func handle(_ event: WorkerSession.Event, after milliseconds: Int = 0) {
        now += milliseconds
        effects = session.handle(event, now: now)
    }

    mutating func hear(_ message: ServerMessage) { handle(.received(message)) }

    /// Hello, welcome, and an assignment: the session works.
    mutating func startWorking(on lease: Lease = .chunk(phase: 1, chunk: 0), version: UInt64 = 3) {
        handle(.start)
        hear(.welcome(Welcome(run: "run", leaseMilliseconds: 10_000)))
        hear(.assignment(Talk.assignment(lease, version: version)))
    }

    /// … and its result is on its way.
    mutating func startPushing() {
        startWorking()
        handle(.completed(.chunk(.empty)))
    }

    static func assignment(_ lease: Lease = .chunk(phase: 1, chunk: 0), version: UInt64 = 3) -> Assignment {
        Assignment(
            trial: 0, lease: lease, sync: Sync(version: version, content: .steps([])), specification: [])
    }

    var sent: [WorkerMessage] {
        effects.compactMap { if case .send(let message) = $0 { message } else { nil } }
    }

    var push: Push? {
        for case .push(let push) in sent { return push }
        return nil
    }

    var fetch: Fetch? {
        for case .fetch(let fetch) in sent { return fetch }
        return nil
    }

    /// What the worker says it holds when it asks for work; the outer nil: it does not ask.
    var ready: Holding?? {
        for case .ready(let holding) in sent { return .some(holding) }
        return .none
    }

    var hasSaidHello: Bool { sent.contains { if case .hello = $0 { true } else { false } } }
    var hasSaidGoodbye: Bool { sent.contains { if case .goodbye = $0 { true } else { false } } }
    var hasBegun: Bool { effects.contains { if case .begin = $0 { true } else { false } } }
    var hasDroppedState: Bool { effects.contains { if case .dropState = $0 { true } else { false } } }
    var droppedUpdate: UInt64? {
        for case .dropUpdate(let number) in effects { return number }
        return nil
    }
    var exit: ExitReason? {
        for case .exit(let reason) in effects { return reason }
        return nil
    }
}
