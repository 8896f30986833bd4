import Core
import Protocol

/// A worker's side of the conversation as a deterministic state machine: no socket, clock, thread or trainer.
///
/// At most one request is unanswered at a time; it is resent until it is answered. Numbers of pushes count 1, 2, 3 …
package struct WorkerSession {
    package struct Configuration: Sendable {
        package var name: String
        package var software = "ignd-worker"
        /// An unanswered request is sent again after this; the first hello sooner, since the connection is young.
        package var resendMilliseconds = 2_000
        package var firstResendMilliseconds = 10
        /// How long the first answer may take.
        package var connectTimeoutMilliseconds = 3_600_000
        /// How long the server may be silent afterwards.
        package var lostTimeoutMilliseconds = 300_000
        /// How long a worker that is asked to stop tries to be rid of its last push.
        package var drainTimeoutMilliseconds = 10_000

        package init(name: String) { self.name = name }
    }

    package enum Event {
        case start
        case received(ServerMessage)
        /// The shell lacks a data set of the assignment.
        case needsData(digest: String)
        /// The assignment does not fit what the shell holds: a snapshot is needed.
        case cannotFollow
        /// The lease's result.
        case completed(WorkResult)
        case tick
        /// Why the server does not answer, as far as the connection tells.
        case link(cause: String)
        /// The server does not want this worker.
        case notAuthorised(String)
        /// Finish the chunk, hand the rest back, stop.
        case drain
    }

    package enum Effect {
        case send(WorkerMessage)
        /// Bring the parameters up to date and start on the lease.
        case begin(Assignment)
        /// Keep this piece of a data set; the last one completes it.
        case keep(Piece, isLast: Bool)
        /// The push is superseded or refused: its update is not part of the parameters.
        case dropUpdate(number: UInt64)
        /// Parameters and leases of before mean nothing any more.
        case dropState
        case note(String)
        case exit(ExitReason)
    }

    package enum State: Equatable {
        case joining
        case waiting
        case fetching(digest: String)
        case working
        case pushing
        case leaving
    }

    package let id: SessionID
    package let configuration: Configuration
    package private(set) var state = State.joining
    package private(set) var number: UInt64 = 0
    private var assignment: (trial: Int, lease: Lease, base: UInt64)?
    private var holding: Holding?
    private var run: String?
    private var unanswered: WorkerMessage?
    private var leaseMilliseconds = 10_000
    private var cause = ""
    /// Since when the server has no place for this worker.
    private var noRoomSince: Int?
    private var isDraining = false
    /// When it was asked to stop, or when the last push went out since.
    private var drainingSince = 0
    private var hasHeard = false
    /// When the newest request went out, and when anything did.
    private var sentAt = 0
    private var spokeAt = 0
    /// When the first thing was said that the server has not answered; nil: it has answered all.
    private var unheardSince: Int?
    private var nextNoteAfter = WorkerSession.firstNoteMilliseconds
    private var helloDelay: Int
    private static let firstNoteMilliseconds = 2_000

    package init(id: SessionID, configuration: Configuration) {
        self.id = id
        self.configuration = configuration
        helloDelay = configuration.firstResendMilliseconds
    }

    package mutating func handle(_ event: Event, now: Int) -> [Effect] {
        switch event {
        case .start:
            return request(.hello(hello), now: now)
        case .tick: return tick(now: now)
        case .link(let cause):
            self.cause = cause
            return []
        case .notAuthorised(let text): return [.exit(.notAuthorised(text))]
        case .drain: return drain(now: now)
        case .needsData(let digest):
            state = .fetching(digest: digest)
            return request(.fetch(Fetch(digest: digest, offset: 0, length: pieceLength)), now: now)
        case .cannotFollow:
            holding = nil
            assignment = nil
            return [.dropState] + askForWork(now: now)
        case .completed(let result): return push(result, now: now)
        case .received(let message):
            hasHeard = true
            unheardSince = nil
            nextNoteAfter = WorkerSession.firstNoteMilliseconds
            return receive(message, now: now)
        }
    }

    private var hello: Hello { Hello(name: configuration.name, software: configuration.software) }

    /// Bytes of a data set asked for at a time.
    private var pieceLength: Int { 1 << 20 }

    /// Sends what must be answered.
    private mutating func request(_ message: WorkerMessage, now: Int) -> [Effect] {
        unanswered = message
        sentAt = now
        return say(message, now: now)
    }

    private mutating func say(_ message: WorkerMessage, now: Int) -> [Effect] {
        spokeAt = now
        unheardSince = unheardSince ?? now
        return [.send(message)]
    }

    /// How often the server hears of a worker that works or waits: thrice in a lease, and often enough to hear from
    /// it before it would count as lost.
    package var signOfLifeMilliseconds: Int {
        max(min(leaseMilliseconds, configuration.lostTimeoutMilliseconds) / 3, 1)
    }

    private mutating func askForWork(now: Int) -> [Effect] {
        if isDraining { return leave("drained", now: now) }
        state = .waiting
        return request(.ready(holding), now: now)
    }

    // MARK: Answers

    private mutating func receive(_ message: ServerMessage, now: Int) -> [Effect] {
        switch message {
        case .welcome(let welcome): return join(welcome, now: now)
        case .assignment(let assignment) where state == .waiting: return take(assignment, now: now)
        case .commit(let commit): return take(commit, now: now)
        case .refusal(let refusal): return receive(refusal, now: now)
        case .piece(let piece): return take(piece, now: now)
        case .finished where state == .waiting: return leave("the sweep is done", now: now)
        case .goodbye where state == .leaving:
            return [.exit(isDraining ? .drained : .done)]
        default: return []  // signs of life, and answers to what was resent
        }
    }

    private mutating func join(_ welcome: Welcome, now: Int) -> [Effect] {
        noRoomSince = nil
        let isOtherRun = run != nil && run != welcome.run
        run = welcome.run
        leaseMilliseconds = welcome.leaseMilliseconds
        if isOtherRun {
            unanswered = nil
            assignment = nil
            holding = nil
            state = .joining
            return [.dropState] + askForWork(now: now)
        }
        switch (state, unanswered) {
        case (.pushing, .some(let push)): return request(push, now: now)
        case (.working, _), (.leaving, _): return []
        case (.fetching, .some(let fetch)): return request(fetch, now: now)
        default: return askForWork(now: now)
        }
    }

    private mutating func take(_ assignment: Assignment, now: Int) -> [Effect] {
        if isDraining { return leave("drained", now: now) }
        unanswered = nil
        state = .working
        holding = Holding(trial: assignment.trial, version: assignment.sync.version)
        self.assignment = (assignment.trial, assignment.lease, assignment.sync.version)
        return [.begin(assignment)]
    }

    private mutating func take(_ commit: Commit, now: Int) -> [Effect] {
        guard state == .pushing, commit.number == number else { return [] }
        unanswered = nil
        assignment = nil
        if isDraining { return leave("drained", now: now) }
        if let next = commit.next { return take(next, now: now) }
        state = .waiting  // the server knows; ask again only if it stays silent
        unanswered = .ready(holding)
        sentAt = now
        return []
    }

    private mutating func take(_ piece: Piece, now: Int) -> [Effect] {
        guard case .fetching(let digest) = state, case .fetch(let fetch) = unanswered, piece.digest == digest,
            piece.offset == fetch.offset
        else { return [] }
        let end = piece.offset + piece.payload.count
        if end >= piece.total {
            state = .working
            unanswered = nil
            return [.keep(piece, isLast: true)]
        }
        let next = Fetch(digest: digest, offset: end, length: pieceLength)
        return [.keep(piece, isLast: false)] + request(.fetch(next), now: now)
    }

    private mutating func receive(_ refusal: Refusal, now: Int) -> [Effect] {
        switch refusal.code {
        case .protocolVersion: return [.exit(.otherVersion(refusal.text))]
        case .malformed, .unknownData: return [.exit(.bug(refusal.text))]
        case .unknownSession:
            if case .leaving = state { return [.exit(isDraining ? .drained : .done)] }
            return [.send(.hello(hello))]
        case .noRoom: return waitForRoom(refusal, now: now)
        case .superseded, .wrongShape, .notFinite, .stale, .outOfOrder, .hashMismatch:
            guard state == .pushing, refusal.number == number else { return [] }
            return abandon(refusal, now: now)
        }
    }

    /// The hello, or the request that the server does not know the sender of, is sent again and again.
    private mutating func waitForRoom(_ refusal: Refusal, now: Int) -> [Effect] {
        guard let noRoomSince else {
            noRoomSince = now
            return [.note("\(refusal.text): waiting for a place")]
        }
        let wait = now - noRoomSince
        guard wait > configuration.connectTimeoutMilliseconds else { return [] }
        return [.exit(.serverLost(silentMilliseconds: wait, hasHeard: false, cause: refusal.text))]
    }

    /// The server does not want this result: go on with other work.
    private mutating func abandon(_ refusal: Refusal, now: Int) -> [Effect] {
        var effects: [Effect] = [.dropUpdate(number: number)]
        if refusal.code != .superseded { effects.append(.note("the server refused a push: \(refusal.text)")) }
        if refusal.code == .hashMismatch {
            holding = nil
            effects.append(.dropState)
        }
        assignment = nil
        return effects + askForWork(now: now)
    }

    // MARK: Work

    private mutating func push(_ result: WorkResult, now: Int) -> [Effect] {
        guard let assignment, state == .working else { return [] }
        number += 1
        state = .pushing
        drainingSince = now
        switch (result, assignment.lease) {
        case (.chunk(let update), .chunk(let phase, let chunk)):
            let push = Push(
                number: number, oldestUnanswered: number, trial: assignment.trial, phase: phase, chunk: chunk,
                base: assignment.base, update: update)
            return request(.push(push), now: now)
        case (.milestone(let result, let hash), .milestone(let phase)):
            let report = MilestoneReport(
                number: number, oldestUnanswered: number, trial: assignment.trial, phase: phase,
                base: assignment.base, result: result, parameterHash: hash)
            return request(.milestone(report), now: now)
        default: preconditionFailure("the result is of the lease's kind")
        }
    }

    // MARK: Time

    private mutating func tick(now: Int) -> [Effect] {
        let silence = unheardSince.map { now - $0 } ?? 0
        if state == .leaving && now - sentAt > configuration.resendMilliseconds {
            return [.exit(isDraining ? .drained : .done)]
        }
        if isDraining && state != .working && now - drainingSince > configuration.drainTimeoutMilliseconds {
            return [.exit(.drained)]
        }
        let limit =
            hasHeard ? configuration.lostTimeoutMilliseconds : configuration.connectTimeoutMilliseconds
        if silence > limit {
            return [.exit(.serverLost(silentMilliseconds: silence, hasHeard: hasHeard, cause: cause))]
        }
        return noteSilence(silence) + resend(now: now)
    }

    private mutating func resend(now: Int) -> [Effect] {
        let delay = hasHeard ? configuration.resendMilliseconds : helloDelay
        if let unanswered, now - sentAt >= delay {
            helloDelay = min(2 * helloDelay, configuration.resendMilliseconds)
            return request(unanswered, now: now)
        }
        guard run != nil, state != .leaving, now - spokeAt >= signOfLifeMilliseconds else { return [] }
        return say(.heartbeat(activity: state == .working ? "working" : "waiting"), now: now)
    }

    /// One line when the wait starts to be long, then one each time it doubles.
    private mutating func noteSilence(_ silence: Int) -> [Effect] {
        guard silence >= nextNoteAfter, state != .working else { return [] }
        while nextNoteAfter <= silence { nextNoteAfter *= 2 }
        let what = hasHeard ? "the server is silent" : "no server answers"
        let why = cause.isEmpty ? "" : ": \(cause)"
        return [.note("\(what) since \(silence / 1_000) s\(why); still trying")]
    }

    // MARK: The end

    private mutating func drain(now: Int) -> [Effect] {
        if isDraining { return [.send(.goodbye(reason: "stopped at once")), .exit(.drained)] }
        isDraining = true
        drainingSince = now
        switch state {
        case .joining, .waiting, .fetching: return hasHeard ? leave("drained", now: now) : [.exit(.drained)]
        case .working, .pushing, .leaving: return [.note("finishing the chunk, then leaving")]
        }
    }

    private mutating func leave(_ reason: String, now: Int) -> [Effect] {
        state = .leaving
        assignment = nil
        unanswered = nil
        sentAt = now
        return [.send(.goodbye(reason: reason))]
    }
}
