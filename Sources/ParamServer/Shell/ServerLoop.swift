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
        var checkpoint: Checkpoint
        /// Journal bytes between two snapshots.
        var snapshotBytes: Int
        var events: Projection
        var parameters: ParameterStore
        var datasets: [String: Payload]
        var workers: LocalWorkers
        var signals: Signals
        var status: StatusFile
        var threads: ApplyingThreads
        var notifier: ServiceNotifier
        /// How long to be there without any worker.
        var idleMilliseconds: Int
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
    private let checkpoint: Checkpoint
    private let snapshotBytes: Int
    /// When the next snapshot is due: at so many written bytes, or at this record.
    private var nextSnapshot: (bytes: Int, sequence: UInt64)
    private var snapshotSequence: UInt64?
    private var hasDroppedSegments = false
    /// The journal or what follows from it cannot be written: until then nobody is told of it.
    private var trouble: DiskTrouble?
    private var snapshotTrouble: DiskTrouble?
    private var lastTry = 0
    private var events: Projection
    private var parameters: ParameterStore
    /// Trials that have ended since the last write of the journal.
    private var ended: [(trial: Int, state: ParameterState, outcome: TrialOutcome?)] = []
    private let datasets: [String: Payload]
    private var workers: LocalWorkers
    private let signals: Signals
    private let status: StatusFile
    private let threads: ApplyingThreads
    private let notifier: ServiceNotifier
    private var idle: IdleWatch
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
    /// So that small records in great number do not make a restart long.
    private static let snapshotRecords: UInt64 = 200_000

    init(_ parts: consuming Parts) {
        server = parts.server
        socket = parts.socket
        doorkeeper = parts.doorkeeper
        journal = parts.journal
        checkpoint = parts.checkpoint
        snapshotBytes = parts.snapshotBytes
        nextSnapshot = (parts.snapshotBytes, parts.server.sequence + ServerLoop.snapshotRecords)
        events = parts.events
        parameters = parts.parameters
        datasets = parts.datasets
        workers = parts.workers
        signals = parts.signals
        status = parts.status
        threads = parts.threads
        notifier = parts.notifier
        idle = IdleWatch(timeoutMilliseconds: parts.idleMilliseconds)
        lingerMilliseconds = parts.lingerMilliseconds
        returnDeadline = Clock.monotonicMilliseconds() + parts.returnMilliseconds
    }

    func run() throws -> End {
        try socket.setWait(milliseconds: ServerLoop.tickMilliseconds)
        while true {
            let now = instant()
            if let end = end(now.milliseconds) {
                notifier.tellStopping()
                try conclude()
                status.remove()
                return end
            }
            try receiveBatch()
            if now.milliseconds - lastTick >= ServerLoop.tickMilliseconds { try tick(now) }
            try answer()
            threads.settle(&server, all: false)
            if isSnapshotDue { try takeSnapshot() }
        }
    }

    // MARK: Snapshots

    private var isSnapshotDue: Bool {
        if trouble != nil { return false }
        if let snapshotTrouble { return Clock.monotonicMilliseconds() >= snapshotTrouble.nextNote }
        return journal.writtenBytes >= nextSnapshot.bytes || server.sequence >= nextSnapshot.sequence
    }

    /// A snapshot that cannot be written only makes the next start longer.
    private func takeSnapshot() throws {
        do {
            for step in CheckpointStep.allCases { try perform(step) }
            nextSnapshot = (
                journal.writtenBytes + snapshotBytes, server.sequence + ServerLoop.snapshotRecords
            )
            snapshotTrouble = nil
        } catch {
            guard let cause = DiskTrouble.passingCause(of: error) else { throw error }
            let now = Clock.monotonicMilliseconds()
            var state = snapshotTrouble ?? DiskTrouble(since: now)
            if let note = state.note("no snapshot: \(cause)", now: now) { Note.write(note) }
            snapshotTrouble = state
        }
    }

    private func perform(_ step: CheckpointStep) throws {
        let isNew = snapshotSequence != server.sequence
        if step == .writeSnapshot && !isNew { return }
        let removed = try checkpoint.perform(step, of: server) {
            try events.sync()
            try parameters.sync()
        }
        if step == .writeSnapshot { snapshotSequence = server.sequence }
        if !removed.isEmpty && !hasDroppedSegments {
            hasDroppedSegments = true
            Note.write(
                "the journal's oldest records are removed from now on: snapshots hold what they did, but replay and "
                    + "verify no longer reach back to the beginning; --keep-journal all keeps them")
        }
    }

    /// The last snapshot. What could not be written was never acknowledged: its workers send it again.
    private func conclude() throws {
        guard trouble == nil else {
            return Note.write("stopping without room: what waits was not acknowledged")
        }
        try takeSnapshot()
        try checkpoint.finish()
    }

    private func instant() -> Instant {
        Instant(milliseconds: Clock.monotonicMilliseconds(), unixMilliseconds: Clock.unixMilliseconds())
    }

    /// Waits for a message, no longer than to the next tick, and handles all that have arrived. If they are large some
    /// are answered before the others are looked at, so that both sides work at once.
    private func receiveBatch() throws {
        for count in 0..<ServerLoop.batchLimit {
            guard let received = try next(isFirst: count == 0) else { break }
            try handle(received, instant())
            if journal.isEnoughDue { break }
        }
        try doorkeeper.attend(now: Clock.monotonicMilliseconds())
    }

    /// The next message that has arrived; before it waits for the first one it applies what was put off.
    private func next(isFirst: Bool) throws -> Socket.Received? {
        if let received = try socket.receive(waiting: false, door: doorkeeper.door) { return received }
        guard isFirst else { return nil }
        threads.settle(&server)
        return try socket.receive(waiting: true, door: doorkeeper.door)
    }

    private func tick(_ now: Instant) throws {
        lastTick = now.milliseconds
        doorkeeper.refresh(now: now.milliseconds)
        doorkeeper.watchBacklogs(now: now.milliseconds)
        try attendSignals()
        try perform(server.handle(.tick, now: now))
        try workers.attend(now: now.milliseconds, isWanted: !server.isSweepDone && !server.isDraining)
        status.attend(server, state: state, now: now)
        let done = server.endedTrials
        notifier.attend(
            now: now.milliseconds,
            status:
                "\(state): \(done) of \(server.trials.count) trials done, \(server.sessions.count) workers")
        let isAlone = server.isEveryoneGone && !server.isSweepDone && drainingSince == nil
        if let note = idle.note(isAlone: isAlone, now: now.milliseconds) { Note.write(note) }
    }

    /// In a word or two, for people.
    private var state: String {
        if trouble != nil { return "no room on the disk" }
        if drainingSince != nil { return "stopping" }
        return server.isSweepDone ? "done" : "serving"
    }

    private func handle(_ received: Socket.Received, _ now: Instant) throws {
        guard let header = received.header, doorkeeper.admits(received, now: now.milliseconds) else { return }
        do {
            let (session, message) = try Decoder.workerMessage(
                header: header.bytes, payloads: received.payloads)
            guard doorkeeper.owns(received, session, now: now.milliseconds) else { return }
            routes[session] = received.route
            guard trouble == nil else { return try reassure(session, message, now) }
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
            case .append(let record):
                journal.append(record, sequence: server.sequence)
                status.note(record)
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
        if trouble != nil && !isTimeToTryAgain() { return }
        do {
            try write()
        } catch {
            guard let cause = DiskTrouble.passingCause(of: error) else { throw error }
            return wait(for: cause)
        }
        if let trouble { Note.write(trouble.farewell(now: Clock.monotonicMilliseconds())) }
        trouble = nil
        try send(from: 0)
        if routes.count > 2 * server.sessions.count + 64 {
            routes = routes.filter { server.sessions[$0.key] != nil }
            doorkeeper.forget { server.sessions[$0] == nil }
        }
    }

    /// May be tried again if it fails: what is done is done, what is not is still due.
    private func write() throws {
        try journal.settle(isLast: server.isSweepDone || server.isDraining)
        while let (trial, state, outcome) = ended.first {
            try parameters.keep(state, of: trial, diverged: outcome == .diverged)
            ended.removeFirst()
        }
        try events.write()
    }

    private func send(from first: Int) throws {
        for (session, message) in outbox[first...] {
            guard let route = routes[session] else { continue }
            if case .refusal = message,
                !doorkeeper.mayRefuse(route, now: Clock.monotonicMilliseconds())
            {
                continue
            }
            try socket.send(Encoder.frames(message, session: session), to: route)
        }
        outbox.removeSubrange(first...)
    }

    // MARK: A full disk

    private func isTimeToTryAgain() -> Bool {
        let now = Clock.monotonicMilliseconds()
        guard now - lastTry >= ServerLoop.tickMilliseconds else { return false }
        lastTry = now
        return true
    }

    private func wait(for cause: String) {
        let now = Clock.monotonicMilliseconds()
        var state = trouble ?? DiskTrouble(since: now)
        if let note = state.note(cause, now: now) { Note.write(note) }
        trouble = state
    }

    /// While nothing can be written a message that would change something is heard as a sign of life only: workers send
    /// it again, and neither side takes the other for lost. Requests for data are answered.
    private func reassure(_ session: SessionID, _ message: WorkerMessage, _ now: Instant) throws {
        let heard: WorkerMessage =
            switch message {
            case .hello, .heartbeat, .fetch: message
            case .ready, .push, .milestone, .goodbye: .heartbeat(activity: "waiting")
            }
        let waiting = outbox.count
        try perform(server.handle(.received(heard, from: session), now: now))
        try send(from: waiting)
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
        if idle.isOver(now: now) {
            Note.write("no worker has come for too long (--idle-timeout): stopping")
            return .drained
        }
        guard server.isSweepDone, trouble == nil else { return nil }
        let since = doneSince ?? now
        doneSince = since
        let isEveryoneGone = server.isEveryoneGone && workers.isEmpty && now >= returnDeadline
        return isEveryoneGone || now - since > lingerMilliseconds ? .done : nil
    }
}
