import Core
import Experiment
import Protocol

/// Carries messages to the state machine and its effects to the world. Decides nothing.
final class ServerLoop {
    struct Parts: ~Copyable {
        var server: ParameterServer
        var socket: Socket
        var doorkeeper: Doorkeeper
        var journal: JournalWriter
        var snapshots: SnapshotFile
        /// Journal bytes between two snapshots.
        var snapshotBytes: Int
        var events: Projection
        var parameters: ParameterStore
        var datasets: [String: Payload]
        var workers: LocalWorkers
        var signals: Signals
        /// After the sweep's end, how long to wait for workers that have not said goodbye.
        var lingerMilliseconds: Int
        /// How long to be there for workers of a server that died on this run: they may not know of the end.
        var returnMilliseconds: Int
    }

    enum End { case done, drained }

    private var server: ParameterServer
    private let socket: Socket
    private let doorkeeper: Doorkeeper
    private let journal: JournalWriter
    private let snapshots: SnapshotFile
    private let snapshotBytes: Int
    private var nextSnapshot: Int
    private var events: Projection
    private var parameters: ParameterStore
    /// Trials that have ended since the last write of the journal.
    private var ended: [(trial: Int, state: ParameterState, outcome: TrialOutcome?)] = []
    private let datasets: [String: Payload]
    private var workers: LocalWorkers
    private let signals: Signals
    private let lingerMilliseconds: Int
    private let returnDeadline: Int
    private var routes: [SessionID: Socket.Route] = [:]
    private var outbox: [(session: SessionID, message: ServerMessage)] = []
    private var doneSince: Int?
    private var drainingSince: Int?
    private var lastTick = 0

    /// Messages handled between two writes of the journal.
    private static let batchLimit = 256
    private static let tickMilliseconds = 100
    private static let drainMilliseconds = 10_000
    private static let largestPiece = 4 << 20

    init(_ parts: consuming Parts) {
        server = parts.server
        socket = parts.socket
        doorkeeper = parts.doorkeeper
        journal = parts.journal
        snapshots = parts.snapshots
        snapshotBytes = parts.snapshotBytes
        nextSnapshot = parts.journal.size + parts.snapshotBytes
        events = parts.events
        parameters = parts.parameters
        datasets = parts.datasets
        workers = parts.workers
        signals = parts.signals
        lingerMilliseconds = parts.lingerMilliseconds
        returnDeadline = Clock.monotonicMilliseconds() + parts.returnMilliseconds
    }

    func run() throws -> End {
        try socket.setWait(milliseconds: ServerLoop.tickMilliseconds)
        while true {
            let now = instant()
            if let end = end(now.milliseconds) {
                try takeSnapshot()
                return end
            }
            try receiveBatch()
            if now.milliseconds - lastTick >= ServerLoop.tickMilliseconds { try tick(now) }
            try answer()
            if journal.size >= nextSnapshot { try takeSnapshot() }
        }
    }

    /// The events that the journal tells of up to here must be on disk before recovery may start behind them.
    private func takeSnapshot() throws {
        try journal.flush(syncing: true)
        try events.sync()
        try snapshots.write(server.image(journalOffset: journal.size))
        nextSnapshot = journal.size + snapshotBytes
    }

    private func instant() -> Instant {
        Instant(milliseconds: Clock.monotonicMilliseconds(), unixMilliseconds: Clock.unixMilliseconds())
    }

    /// Waits for a message, no longer than to the next tick, and handles all that have arrived.
    private func receiveBatch() throws {
        for count in 0..<ServerLoop.batchLimit {
            guard let received = try socket.receive(waiting: count == 0, door: doorkeeper.door) else { break }
            try handle(received, instant())
        }
        try doorkeeper.attend(now: Clock.monotonicMilliseconds())
    }

    private func tick(_ now: Instant) throws {
        lastTick = now.milliseconds
        doorkeeper.refresh(now: now.milliseconds)
        doorkeeper.watchBacklogs(now: now.milliseconds)
        try attendSignals()
        try perform(server.handle(.tick, now: now))
        try workers.attend(now: now.milliseconds, isWanted: !server.isSweepDone && !server.isDraining)
    }

    private func handle(_ received: Socket.Received, _ now: Instant) throws {
        guard let header = received.header, doorkeeper.admits(received, now: now.milliseconds) else { return }
        do {
            let (session, message) = try Decoder.workerMessage(
                header: header.bytes, payloads: received.payloads)
            guard doorkeeper.owns(received, session, now: now.milliseconds) else { return }
            routes[session] = received.route
            try perform(server.handle(.received(message, from: session), now: now))
        } catch let fault as DecodingFault {
            doorkeeper.tellUnreadable(received, fault.description, now: now.milliseconds)
            guard doorkeeper.mayRefuse(received.route, now: now.milliseconds) else { return }
            let code: Refusal.Code =
                if case .otherVersion = fault.kind { .protocolVersion } else { .malformed }
            let refusal = ServerMessage.refusal(Refusal(code, fault.description))
            try socket.send(Encoder.frames(refusal, session: SessionID(0)), to: received.route)
        }
    }

    private func perform(_ effects: [ParameterServer.Effect]) throws {
        for effect in effects {
            switch effect {
            case .append(let record): journal.append(record, sequence: server.sequence)
            case .send(let message, let session): outbox.append((session, message))
            case .sendPiece(let fetch, let session): outbox.append((session, piece(fetch)))
            case .publish(let happening):
                events.add(happening, worker: server.sessions[happening.worker]?.name)
                parameters.observe(happening)
            case .store(let trial): store(trial)
            case .note(let text): doorkeeper.tell(text, now: lastTick)
            }
        }
    }

    /// Lets go of an ended trial's parameters here: they are written behind the journal.
    private func store(_ trial: Int) {
        if let state = server.trials[trial].progress?.state {
            ended.append((trial, state, server.trials[trial].outcome))
        }
        server.forget(trial: trial)
    }

    /// One write for all that is due, then final parameters, the events, the answers: nobody is told of an update
    /// before it is in the journal, or of an end before its parameters are kept.
    private func answer() throws {
        try journal.settle()
        for (trial, state, outcome) in ended {
            try parameters.keep(state, of: trial, diverged: outcome == .diverged)
        }
        ended.removeAll()
        try events.write()
        for (session, message) in outbox {
            guard let route = routes[session] else { continue }
            if case .refusal = message,
                !doorkeeper.mayRefuse(route, now: Clock.monotonicMilliseconds())
            {
                continue
            }
            try socket.send(Encoder.frames(message, session: session), to: route)
        }
        outbox.removeAll(keepingCapacity: true)
        if routes.count > 2 * server.sessions.count + 64 {
            routes = routes.filter { server.sessions[$0.key] != nil }
            doorkeeper.forget { server.sessions[$0] == nil }
        }
    }

    private func piece(_ fetch: Fetch) -> ServerMessage {
        guard let file = datasets[fetch.digest], fetch.offset <= file.count, fetch.length > 0 else {
            return .refusal(Refusal(.unknownData, "no data set \(fetch.digest) at offset \(fetch.offset)"))
        }
        let end = min(fetch.offset + min(fetch.length, ServerLoop.largestPiece), file.count)
        return .piece(
            Piece(
                digest: fetch.digest, offset: fetch.offset, total: file.count,
                payload: file.slice(fetch.offset..<end)))
    }

    private func attendSignals() throws {
        while let signal = signals.next() {
            switch signal {
            case .childEnded: workers.reap()
            case .drain:
                if drainingSince != nil {
                    drainingSince = .min / 2
                }  // asked twice: at once
                else {
                    drainingSince = Clock.monotonicMilliseconds()
                }
                Note.write("stopping: chunks in work are awaited, then this process ends")
                try perform(server.handle(.drain, now: instant()))
                workers.terminate()
            }
        }
    }

    private func end(_ now: Int) -> End? {
        if let drainingSince {
            let isLate = now - drainingSince > ServerLoop.drainMilliseconds
            return isLate || server.outstandingLeases == 0 ? .drained : nil
        }
        guard server.isSweepDone else { return nil }
        let since = doneSince ?? now
        doneSince = since
        let isEveryoneGone = server.isEveryoneGone && workers.isEmpty && now >= returnDeadline
        return isEveryoneGone || now - since > lingerMilliseconds ? .done : nil
    }
}
