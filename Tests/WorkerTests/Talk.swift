import Core
import Protocol
import Worker

/// A worker session under test, and the time.
struct Talk {
    var session: WorkerSession
    var now = 0
    private(set) var effects: [WorkerSession.Effect] = []

    init(connectTimeout: Int = 60_000, lostTimeout: Int = 30_000, leases: Int = 2) {
        var configuration = WorkerSession.Configuration(name: "test")
        configuration.leases = leases
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
            trial: 0, leases: [lease], sync: Sync(version: version, content: .steps([])), specification: [])
    }

    /// The session works on the first of these chunks.
    mutating func startWorking(onChunks chunks: [Int], version: UInt64 = 3, chainRate: Double? = nil) {
        handle(.start)
        hear(.welcome(Welcome(run: "run", leaseMilliseconds: 10_000)))
        hear(.assignment(Talk.assignment(chunks: chunks, version: version, chainRate: chainRate)))
    }

    static func assignment(
        chunks: [Int], version: UInt64, steps: [Step] = [], chainRate: Double? = nil
    ) -> Assignment {
        Assignment(
            trial: 0, leases: chunks.map { .chunk(phase: 1, chunk: $0) },
            sync: Sync(version: version, content: .steps(steps)), specification: [], chainRate: chainRate)
    }

    /// One own or other push, as the server names it.
    static func step(_ number: UInt64, of session: UInt64 = 1) -> Step {
        let update = session == 1 ? nil : Update.empty
        return Step(
            kind: .apply, rate: 1,
            parts: [Step.Part(session: SessionID(session), number: number, update: update)])
    }

    /// The chunk in work is done.
    mutating func complete() { handle(.completed(.chunk(.empty))) }

    mutating func hearCommit(_ number: UInt64, _ next: Assignment?) {
        hear(.commit(Commit(number: number, next: next)))
    }

    var pushes: [Push] { sent.compactMap { if case .push(let push) = $0 { push } else { nil } } }

    /// The chunk that work begins on.
    var begun: Int? {
        for case .begin(let start) in effects { if case .chunk(_, let chunk) = start.lease { return chunk } }
        return nil
    }

    var appliedRate: Double? {
        for case .applyUpdate(let rate) in effects { return rate }
        return nil
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
