import Core
import Protocol

/// The parameter server as a deterministic state machine: no socket, file, clock, thread or global random.
///
/// Everything that happens comes in as an event with the time; everything to be done goes out as effects, in
/// order. A commit's `append` stands before its answers: nobody is told of an update before it is in the journal.
package struct ParameterServer {
    package struct Configuration: Sendable {
        /// Identity of the run: SHA-256 of the resolved sweep.
        package var run: String
        /// A worker not heard for this long loses its leases and is forgotten.
        package var leaseMilliseconds: Int
        /// A worker that says hello beyond these is told to wait.
        package var sessionLimit = 2_048
        /// A trial of at least so many parameters changes them after its workers are answered: when the shell settles
        /// what waits, or when somebody needs them.
        package var putOffParameterCount = 16_384

        package init(run: String, leaseMilliseconds: Int) {
            self.run = run
            self.leaseMilliseconds = leaseMilliseconds
        }
    }

    package enum Event {
        case received(WorkerMessage, from: SessionID)
        /// Time passes.
        case tick
        /// No new leases: the process is about to stop.
        case drain
    }

    package enum Effect {
        /// Write this to the journal: durable before any later effect.
        case append(Record)
        case send(ServerMessage, to: SessionID)
        /// A worker's request for data: the shell holds the files.
        case sendPiece(Fetch, to: SessionID)
        /// A phase is complete, or the trial ended: for events.jsonl, with the journal's sequence number.
        case publish(Happening)
        /// The trial ended: store its parameters, then call `forget`.
        case store(trial: Int)
        case note(String)
    }

    package let configuration: Configuration
    package var trials: [Trial]
    package var sessions: [SessionID: Session] = [:]
    /// The journal's newest record.
    package var sequence: UInt64 = 0
    /// The newest record that something was published of.
    package var newestEvent: UInt64 = 0
    /// Each session's numbers in the journal: kept for sessions that are gone, in case they come back.
    package var committedNumbers: [SessionID: CommittedNumbers] = [:]
    package private(set) var isDraining = false
    /// Those who wait for work, ascending.
    package internal(set) var waiting: [SessionID] = []
    /// Trials whose parameters are behind their version, ascending.
    private var unsettled: [Int] = []
    /// All trials before this one have ended.
    private var firstOpenTrial = 0

    package init(configuration: Configuration, trials: [Trial]) {
        self.configuration = configuration
        self.trials = trials
        for index in trials.indices {
            self.trials[index].putsOff =
                trials[index].plan.table.totalCount >= configuration.putOffParameterCount
        }
    }

    /// What waits to be settled, each by one thread at a time; others may be settled meanwhile. Without `all` only what
    /// should not wait any longer.
    package mutating func takeUnsettled(all: Bool) -> [TrialProgress] {
        let taken = unsettled.filter { all || trials[$0].progress?.isFarBehind ?? true }
        unsettled.removeAll { taken.contains($0) }
        return taken.compactMap { trials[$0].progress }
    }

    mutating func noteUnsettled(_ trial: Int) {
        guard trials[trial].progress?.isBehind ?? false, !unsettled.contains(trial) else { return }
        unsettled.append(trial)
    }

    package var isSweepDone: Bool { trials[firstOpenTrial...].allSatisfy(\.hasEnded) }
    /// Where trials may be found that have not ended.
    var openTrials: Range<Int> { firstOpenTrial..<trials.count }
    /// Nobody is left to wait for.
    package var isEveryoneGone: Bool { sessions.isEmpty }

    package var endedTrials: Int { trials.count(where: \.hasEnded) }

    /// No frame that a worker may send is larger.
    package var maximumFrameBytes: Int {
        let states = trials.map {
            ParameterState.byteCount(table: $0.plan.table, precision: $0.plan.precision, rule: $0.plan.rule)
        }
        return max(2 * (states.max() ?? 0), maximumHeaderBytes) + 65_536
    }

    package var outstandingLeases: Int { trials.reduce(0) { $0 + $1.leases.holders.count } }

    /// Lets go of an ended trial's parameters, once the shell has stored what it wants of them.
    package mutating func forget(trial: Int) { trials[trial].forget() }

    package mutating func handle(_ event: Event, now: Instant) -> [Effect] {
        switch event {
        case .tick: return expireSilentSessions(now: now) + wakeWaiting(now: now)
        case .drain:
            isDraining = true
            return []
        case .received(.hello(let hello), let id): return welcome(hello, id, now: now)
        case .received(let message, let id):
            guard sessions[id] != nil else { return [unknown(id, message)] }
            sessions[id]!.lastHeardMilliseconds = now.milliseconds
            return handle(message, from: id, now: now)
        }
    }

    private mutating func handle(_ message: WorkerMessage, from id: SessionID, now: Instant) -> [Effect] {
        switch message {
        case .hello, .heartbeat: return [.send(.heartbeat, to: id)]
        case .ready(let holding):
            sessions[id]!.holding = holding
            return beginAnew(id, now: now)
        case .fetch(let fetch): return [.sendPiece(fetch, to: id)]
        case .push(let push): return receive(push, from: id, now: now)
        case .milestone(let report): return receive(report, from: id, now: now)
        case .goodbye: return dismiss(id, now: now)
        }
    }

    // MARK: Sessions

    private mutating func welcome(_ hello: Hello, _ id: SessionID, now: Instant) -> [Effect] {
        let isNew = sessions[id] == nil
        if isNew && sessions.count >= configuration.sessionLimit {
            let text = "the server has \(sessions.count) workers, as many as it takes"
            return [.send(.refusal(Refusal(.noRoom, text)), to: id)]
        }
        if isNew {
            sessions[id] = Session(
                id: id, name: hello.name, lastNumber: committedNumbers[id]?.highest ?? 0,
                now: now.milliseconds)
        }
        sessions[id]!.leases = hello.leases
        sessions[id]!.lastHeardMilliseconds = now.milliseconds
        let effects = [Effect.send(.welcome(welcome), to: id)]
        return isNew ? [.note("worker \(sessions[id]!.name) joined")] + effects : effects
    }

    private var welcome: Welcome {
        Welcome(run: configuration.run, leaseMilliseconds: configuration.leaseMilliseconds)
    }

    private func unknown(_ id: SessionID, _ message: WorkerMessage) -> Effect {
        if case .goodbye = message { return .send(.goodbye, to: id) }
        return .send(.refusal(Refusal(.unknownSession, "say hello first")), to: id)
    }

    private mutating func dismiss(_ id: SessionID, now: Instant) -> [Effect] {
        let name = sessions[id]!.name
        forget(id)
        return [.send(.goodbye, to: id), .note("worker \(name) left")] + serveWaiting(now: now)
    }

    private mutating func expireSilentSessions(now: Instant) -> [Effect] {
        let silent = sessions.values.filter {
            now.milliseconds - $0.lastHeardMilliseconds > configuration.leaseMilliseconds
        }.sorted { $0.id < $1.id }
        if silent.isEmpty { return [] }
        var effects: [Effect] = []
        for session in silent {
            forget(session.id)
            effects.append(.note("worker \(session.name) fell silent: its work is free again"))
        }
        return effects + serveWaiting(now: now)
    }

    private mutating func forget(_ id: SessionID) {
        takeBack(from: id)
        setWaiting(id, since: nil)
        sessions[id] = nil
    }

    // MARK: Work

    /// A worker that asks has no work: what it had goes to whom it may, the worker itself first.
    private mutating func beginAnew(_ id: SessionID, now: Instant) -> [Effect] {
        guard takeBack(from: id) else { return offerWork(to: id, now: now) }
        return offerWork(to: id, now: now) + serveWaiting(now: now)
    }

    /// Whether there was something to take back.
    @discardableResult
    private mutating func takeBack(from id: SessionID) -> Bool {
        guard let trial = sessions[id]?.trial, trials[trial].leases.count(of: id) > 0 else { return false }
        trials[trial].release(id)
        return true
    }

    /// The answer to a worker that asks: work, "wait", or "finished".
    private mutating func offerWork(to id: SessionID, now: Instant) -> [Effect] {
        if let assignment = assign(to: id, now: now) { return [.send(.assignment(assignment), to: id)] }
        setWaiting(id, since: now.milliseconds)
        if isSweepDone { return [.send(.finished(reason: "all trials have ended"), to: id)] }
        return [.send(.wait(reason: reasonToWait(sessions[id]!, now)), to: id)]
    }

    private func reasonToWait(_ session: Session, _ now: Instant) -> String {
        if isDraining { return "the server is stopping" }
        if session.isQuarantined(at: now.milliseconds) {
            return "the last \(session.refusedInARow) pushes were refused: no work for a time"
        }
        return "all work is in other hands"
    }

    /// All leases of this worker: of the trial it is on, else of the first that has one to give.
    package mutating func assign(to id: SessionID, now: Instant) -> Assignment? {
        let time = now.milliseconds
        if isDraining || sessions[id]!.isQuarantined(at: time) {
            takeBack(from: id)
            return nil
        }
        if sessions[id]!.quarantinedUntil != nil { sessions[id]!.quarantinedUntil = nil }
        let current = sessions[id]!.trial
        if let current, let assignment = assignment(of: current, to: id, now: time) { return assignment }
        while firstOpenTrial < trials.count - 1, trials[firstOpenTrial].hasEnded { firstOpenTrial += 1 }
        for index in openTrials where index != current && !trials[index].hasEnded {
            if let assignment = assignment(of: index, to: id, now: time) { return assignment }
        }
        return nil
    }

    private mutating func assignment(of trial: Int, to id: SessionID, now: Int) -> Assignment? {
        let isWaiting = sessions[id]!.waitingSince != nil
        let leases = trials[trial].grant(
            to: id, limit: sessions[id]!.leases, idle: waiting.count - (isWaiting ? 1 : 0), now: now)
        if leases.isEmpty { return nil }
        let holding = sessions[id]!.holding
        sessions[id]!.trial = trial
        setWaiting(id, since: nil)
        return Assignment(
            trial: trial, leases: leases, sync: trials[trial].sync(for: id, holding: holding),
            specification: holding?.trial == trial ? [] : trials[trial].specification,
            chainRate: trials[trial].chainRate)
    }
}
