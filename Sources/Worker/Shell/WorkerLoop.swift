import Core
import Experiment
import Protocol

/// Carries messages to the session and its effects to the world: sends, computes, keeps data.
final class WorkerLoop {
    private var session: WorkerSession
    private let socket: Socket
    private let cache: DatasetCache
    private let signals: Signals
    private var bench: Workbench?
    /// An assignment that waits for its data set.
    private var postponed: Assignment?
    private var isWorking = false
    private var lastTick = 0
    private var wait = WorkerLoop.firstTickMilliseconds
    private var exitReason: ExitReason?

    /// How often deadlines are looked at.
    private static let tickMilliseconds = 100
    /// The same while the connection is young.
    private static let firstTickMilliseconds = 10
    /// How long the trainer may go on before the loop looks up.
    private static let sliceMilliseconds = 20

    init(session: WorkerSession, socket: Socket, cache: DatasetCache, signals: Signals) {
        self.session = session
        self.socket = socket
        self.cache = cache
        self.signals = signals
    }

    func run() throws -> ExitReason {
        try setWait(WorkerLoop.firstTickMilliseconds)
        try feed(.start)
        while exitReason == nil {
            if try !receive(waiting: !isWorking), isWorking { try work() }
            try tick()
        }
        return exitReason!
    }

    private func tick() throws {
        let now = Clock.monotonicMilliseconds()
        guard now - lastTick >= wait else { return }
        lastTick = now
        while let signal = signals.next() { if signal == .drain { try feed(.drain) } }
        try feed(.tick)
        let newWait =
            session.state == .joining ? WorkerLoop.firstTickMilliseconds : WorkerLoop.tickMilliseconds
        if newWait != wait { try setWait(newWait) }
    }

    private func setWait(_ milliseconds: Int) throws {
        wait = milliseconds
        try socket.setWait(milliseconds: milliseconds)
    }

    /// Handles one message; false if there is none.
    private func receive(waiting: Bool) throws -> Bool {
        guard let received = try socket.receive(waiting: waiting) else { return false }
        guard let header = received.header else { return true }
        do {
            let (id, message) = try Decoder.serverMessage(header: header.bytes, payloads: received.payloads)
            if id == session.id || id == SessionID(0) { try feed(.received(message)) }
        } catch let fault as DecodingFault {
            if case .otherVersion = fault.kind { exitReason = .otherVersion(fault.description) }
            Note.write("a message of the server is unreadable: \(fault.description)")
        }
        return true
    }

    private func feed(_ event: WorkerSession.Event) throws {
        for effect in session.handle(event, now: Clock.monotonicMilliseconds()) { try perform(effect) }
    }

    private func perform(_ effect: WorkerSession.Effect) throws {
        switch effect {
        case .send(let message): try socket.send(Encoder.frames(message, session: session.id))
        case .begin(let assignment): try begin(assignment)
        case .keep(let piece, let isLast):
            try cache.keep(piece, isLast: isLast)
            if isLast, let assignment = postponed { try begin(assignment) }
        case .dropUpdate(let number): bench?.drop(number: number)
        case .dropState:
            bench = nil
            isWorking = false
        case .note(let text): Note.write(text)
        case .exit(let reason): exitReason = reason
        }
    }

    private func begin(_ assignment: Assignment) throws {
        postponed = nil
        if bench?.trial != assignment.trial || !assignment.specification.isEmpty {
            guard let new = try workbench(for: assignment) else { return }
            bench = new
        }
        guard let bench else { return try feed(.cannotFollow) }
        do {
            try bench.begin(assignment)
            isWorking = true
        } catch {
            Note.write("asking for a snapshot: \(error)")
            try feed(.cannotFollow)
        }
    }

    /// Nil if a data set must be fetched first, or the specification is missing.
    private func workbench(for assignment: Assignment) throws -> Workbench? {
        guard !assignment.specification.isEmpty else {
            try feed(.cannotFollow)
            return nil
        }
        let specification = try TrialSpecification(json: assignment.specification)
        var dataset: Dataset?
        for digest in specification.plan.datasets {
            dataset = try cache.dataset(digest: digest)
            if dataset == nil {
                postponed = assignment
                try feed(.needsData(digest: digest))
                return nil
            }
        }
        return try Workbench(trial: assignment.trial, specification: specification, dataset: dataset)
    }

    /// A slice of the chunk, or the milestone; when it is done the result is pushed.
    private func work() throws {
        guard let bench, let result = bench.work(forMilliseconds: WorkerLoop.sliceMilliseconds) else {
            return
        }
        isWorking = false
        try feed(.completed(result))
        bench.keep(result, number: session.number)
    }
}
