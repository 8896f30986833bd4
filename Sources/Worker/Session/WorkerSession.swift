import Core
import Protocol

/// A worker's side of the conversation as a deterministic state machine: no socket, clock, thread or trainer.
///
/// At most one request for work or data is unanswered at a time, and a few pushes; they are resent until they are answered.
/// Numbers of pushes count 1, 2, 3 …
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
        /// How many leases to have at a time: while one push is on its way the next chunk is computed.
        package var leases = 2

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
        case begin(Start)
        /// The update of the newest result goes into the parameters now.
        case applyUpdate(rate: Double)
        /// The update of the newest result comes back by name: it must be kept until then.
        case keepUpdate(number: UInt64)
        /// The push is committed.
        case settleUpdate(number: UInt64)
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
    private var pipeline = Pipeline()
    private var hasJoined = false
    private var isLeaving = false
    private var fetching: String?
    private var run: String?
    /// Hello, ready or fetch.
    private var request: WorkerMessage?
    private var leaseMilliseconds = 10_000
    private var cause = ""
    /// Since when the server has no place for this worker.
    private var noRoomSince: Int?
    private var isDraining = false
    /// When it was asked to stop, or when the last push went out since.
    private var drainingSince = 0
    private var hasHeard = false
    /// When the request went out, and when anything did.
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

    package var state: State {
        if isLeaving { return .leaving }
        if !hasJoined { return .joining }
        if let fetching { return .fetching(digest: fetching) }
        if pipeline.current != nil { return .working }
        return pipeline.unanswered.isEmpty ? .waiting : .pushing
    }

    /// The newest push's or milestone's.
    package var number: UInt64 { pipeline.number }

    package func awaitsAnswer(to number: UInt64) -> Bool { pipeline.awaitsAnswer(to: number) }

    package mutating func handle(_ event: Event, now: Int) -> [Effect] {
        switch event {
        case .start:
            return ask(.hello(hello), now: now)
        case .tick: return tick(now: now)
        case .link(let cause):
            self.cause = cause
            return []
        case .notAuthorised(let text): return [.exit(.notAuthorised(text))]
        case .drain: return drain(now: now)
        case .needsData(let digest):
            fetching = digest
            return ask(.fetch(Fetch(digest: digest, offset: 0, length: pieceLength)), now: now)
        case .cannotFollow: return dropState() + askForWork(now: now)
        case .completed(let result): return push(result, now: now)
        case .received(let message):
            hasHeard = true
            unheardSince = nil
            nextNoteAfter = WorkerSession.firstNoteMilliseconds
            return receive(message, now: now)
        }
    }

    private var hello: Hello {
        Hello(name: configuration.name, software: configuration.software, leases: configuration.leases)
    }

    /// Bytes of a data set asked for at a time.
    private var pieceLength: Int { 1 << 20 }

    /// Sends what must be answered.
    private mutating func ask(_ message: WorkerMessage, now: Int) -> [Effect] {
        request = message
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
        return ask(.ready(pipeline.holding), now: now)
    }

    /// What comes next when something was answered or done.
    private mutating func proceed(now: Int) -> [Effect] {
        guard !isLeaving, pipeline.current == nil else { return [] }
        if isDraining { return pipeline.unanswered.isEmpty ? leave("drained", now: now) : [] }
        if let (start, rate) = pipeline.start() {
            request = nil
            return (rate.map { [.applyUpdate(rate: $0)] } ?? []) + [.begin(start)]
        }
        return pipeline.isIdle ? askForWork(now: now) : []
    }

    /// Parameters and leases of before mean nothing any more, and so does what was pushed of them.
    private mutating func dropState() -> [Effect] {
        pipeline.forget()
        (request, fetching) = (nil, nil)
        return [.dropState]
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
        if isLeaving { return [] }
        if isOtherRun { return dropState() + askForWork(now: now) }
        let pushes = pushAgain(now: now)
        switch request {
        case .ready, .fetch: return pushes + ask(request!, now: now)
        default: break
        }
        request = nil
        hasJoined = true
        return pushes + (pipeline.isIdle ? askForWork(now: now) : [])
    }

    private mutating func take(_ assignment: Assignment, now: Int) -> [Effect] {
        if isDraining { return leave("drained", now: now) }
        guard pipeline.take(assignment, of: id) else { return dropState() + askForWork(now: now) }
        return proceed(now: now)
    }

    private mutating func take(_ commit: Commit, now: Int) -> [Effect] {
        guard pipeline.awaitsAnswer(to: commit.number), !isLeaving else { return [] }
        let (isNews, isKept) = pipeline.commit(commit.number)
        let effects = isKept ? [Effect.settleUpdate(number: commit.number)] : []
        guard isNews, !isDraining else { return effects + proceed(now: now) }
        if let next = commit.next {
            guard pipeline.take(next, of: id) else { return dropState() + askForWork(now: now) }
            return effects + proceed(now: now)
        }
        pipeline.clearQueue()
        guard pipeline.isIdle else { return effects }
        request = .ready(pipeline.holding)  // the server knows; ask again only if it stays silent
        sentAt = now
        return effects
    }

    private mutating func take(_ piece: Piece, now: Int) -> [Effect] {
        guard let fetching, case .fetch(let fetch) = request, piece.digest == fetching,
            piece.offset == fetch.offset
        else { return [] }
        let end = piece.offset + piece.payload.count
        if end >= piece.total {
            (self.fetching, request) = (nil, nil)
            return [.keep(piece, isLast: true)]
        }
        let next = Fetch(digest: fetching, offset: end, length: pieceLength)
        return [.keep(piece, isLast: false)] + ask(.fetch(next), now: now)
    }

    private mutating func receive(_ refusal: Refusal, now: Int) -> [Effect] {
        switch refusal.code {
        case .protocolVersion: return [.exit(.otherVersion(refusal.text))]
        case .malformed, .unknownData: return [.exit(.bug(refusal.text))]
        case .unknownSession:
            if isLeaving { return [.exit(isDraining ? .drained : .done)] }
            return [.send(.hello(hello))]
        case .noRoom: return waitForRoom(refusal, now: now)
        case .outOfOrder: return []  // an earlier push was lost; they are sent again in their order
        case .superseded, .wrongShape, .notFinite, .stale, .hashMismatch:
            guard pipeline.awaitsAnswer(to: refusal.number), !isLeaving else { return [] }
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

    /// The server does not want this result: go on with other work. What was begun on it is in vain, too.
    private mutating func abandon(_ refusal: Refusal, now: Int) -> [Effect] {
        let isIntact = pipeline.refuse(refusal.number)
        var effects: [Effect] = [.dropUpdate(number: refusal.number)]
        if refusal.code != .superseded { effects.append(.note("the server refused a push: \(refusal.text)")) }
        if isIntact && refusal.code != .hashMismatch { return effects + proceed(now: now) }
        return effects + dropState() + askForWork(now: now)
    }

    // MARK: Work

    private mutating func push(_ result: WorkResult, now: Int) -> [Effect] {
        guard state == .working else { return [] }
        drainingSince = now
        let (message, fate) = pipeline.finish(result, now: now)
        var effects = say(message, now: now)
        if fate == .keep { effects.append(.keepUpdate(number: number)) }
        return effects + proceed(now: now)
    }

    private mutating func pushAgain(now: Int) -> [Effect] {
        pipeline.again(now: now).flatMap { say($0, now: now) }
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
        var effects: [Effect] = []
        if let oldest = pipeline.unanswered.first, now - oldest.sentAt >= configuration.resendMilliseconds {
            effects = pushAgain(now: now)
        }
        if let request, now - sentAt >= delay {
            helloDelay = min(2 * helloDelay, configuration.resendMilliseconds)
            effects += ask(request, now: now)
        }
        if !effects.isEmpty { return effects }
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
        case .joining, .waiting: return hasHeard ? leave("drained", now: now) : [.exit(.drained)]
        case .fetching:
            pipeline.abandonCurrent()
            (request, fetching) = (nil, nil)
            return proceed(now: now)
        case .working, .pushing, .leaving: return [.note("finishing the chunk, then leaving")]
        }
    }

    private mutating func leave(_ reason: String, now: Int) -> [Effect] {
        isLeaving = true
        request = nil
        sentAt = now
        return [.send(.goodbye(reason: reason))]
    }
}
