import Core
import ParamServer
import Protocol

/// The shell around the real state machine, as thin as the real one, with a place to die between any two effects.
final class SimulatedServer {
    /// The process died here.
    struct Crash: Error {}

    private(set) var server: ParameterServer
    private let disk: Disk
    private let canary: Canary?
    private let faults: Faults
    private var events: Projection
    private var due: [Disk.Entry] = []
    private var outbox: [(session: SessionID, message: ServerMessage)] = []

    /// Starts on what the disk holds.
    init(_ fresh: ParameterServer, disk: Disk, faults: Faults, canary: Canary?) throws {
        server = fresh
        self.disk = disk
        self.faults = faults
        self.canary = canary
        var recovered: [Happening] = []
        try disk.recover(&server) { recovered.append($0) }
        events = try Projection(path: disk.eventsPath, journalSequence: server.sequence)
        for happening in recovered { events.add(happening, worker: nil) }
        try events.write()
    }

    /// Handles one message or tick; its effects wait for `answer`.
    func handle(_ event: ParameterServer.Event, at now: Instant, crash: () -> Bool) throws {
        let event = planted(event)
        plant(before: event)
        if case .tick = event, canary == .leaseNeverExpires { return }
        let effects = server.handle(event, now: now)
        for effect in effects {
            if crash() { throw Crash() }
            perform(effect)
        }
    }

    private func perform(_ effect: ParameterServer.Effect) {
        switch effect {
        case .append(let record): due.append(Disk.Entry(record, sequence: server.sequence))
        case .send(let message, let session): outbox.append((session, planted(message, session)))
        case .publish(let happening): events.add(happening, worker: server.sessions[happening.worker]?.name)
        case .store(let trial): server.forget(trial: trial)
        case .sendPiece, .note: break
        }
    }

    var hasAnswers: Bool { !due.isEmpty || !outbox.isEmpty }

    /// One write for all that is due, then the events, then the answers.
    func answer(crash: () -> Bool, send: (ServerMessage, SessionID) -> Void) throws {
        if canary == .replyBeforeAppend { try post(crash, send) }
        if canary == .snapshotBeforeSync { try takeSnapshot(crash: { false }) }
        for entry in due {  // a write may get a part of it to the disk before the process dies
            if crash() { throw Crash() }
            disk.write(entry)
        }
        due = []
        if crash() { throw Crash() }
        if faults.isSynced && canary != .replyBeforeSync { disk.syncJournal() }
        try events.write()
        try post(crash, send)
        if server.sequence.isMultiple(of: 3) { server.takeUnsettled(all: true).forEach { $0.settle() } }
    }

    private func post(_ crash: () -> Bool, _ send: (ServerMessage, SessionID) -> Void) throws {
        for (session, message) in outbox {
            if crash() { throw Crash() }
            send(message, session)
        }
        outbox = []
    }

    /// The steps of the real checkpoint, in their order.
    func takeSnapshot(crash: () -> Bool) throws {
        for step in Canary.steps(with: canary) {
            if crash() { throw Crash() }
            try perform(step)
        }
    }

    private func perform(_ step: CheckpointStep) throws {
        switch step {
        case .syncJournal: disk.syncJournal()
        case .syncResults:
            try events.sync()
            disk.noteThatEventsAreSynced()
        case .writeSnapshot: disk.keep(server)
        case .startSegment: disk.startSegment()
        case .removeSnapshots: disk.removeSnapshots()
        case .removeSegments where canary == .segmentRemovedEarly: disk.removeSegmentsEarly()
        case .removeSegments: disk.removeSegments(faults.retention)
        }
    }

    // MARK: Planted bugs

    private func planted(_ event: ParameterServer.Event) -> ParameterServer.Event {
        guard case .received(.push(var push), let id) = event, push.after != 0 else { return event }
        switch canary {
        case .afterIgnored: push.after = 0
        case .successorAccepted
        where server.sessions[id]?.refusals.contains { $0.number == push.after } == true:
            push.after = 0
            push.base = server.trials[push.trial].version
        default: return event
        }
        return .received(.push(push), from: id)
    }

    private func plant(before event: ParameterServer.Event) {
        guard case .received(_, let id) = event else { return }
        switch canary {
        case .dedupeOff:
            server.sessions[id]?.lastNumber = 0
            server.committedNumbers[id] = nil
        case .refusalForgotten:
            for refusal in server.sessions[id]?.refusals ?? [] {
                server.committedNumbers[id, default: CommittedNumbers()].insert(refusal.number)
            }
            server.sessions[id]?.forgetRefusals()
        default: break
        }
    }

    private func planted(_ message: ServerMessage, _ session: SessionID) -> ServerMessage {
        guard canary == .tailOffByOne else { return message }
        switch message {
        case .assignment(let assignment): return .assignment(shifted(assignment, session))
        case .commit(var commit):
            commit.next = commit.next.map { shifted($0, session) }
            return .commit(commit)
        default: return message
        }
    }

    /// As many steps, from one version too early.
    private func shifted(_ assignment: Assignment, _ session: SessionID) -> Assignment {
        guard case .steps(let steps) = assignment.sync.content, let held = server.sessions[session]?.holding,
            !steps.isEmpty, held.version > 0
        else { return assignment }
        let early = Holding(trial: held.trial, version: held.version - 1)
        let sync = server.trials[assignment.trial].sync(for: session, holding: early)
        guard case .steps(let more) = sync.content else { return assignment }
        var shifted = assignment
        shifted.sync.content = .steps(Array(more.prefix(steps.count)))
        return shifted
    }
}
