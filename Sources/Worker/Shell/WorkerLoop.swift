import Core
import Experiment
import Protocol

/// Carries messages to the workplace and its answers to the network. Decides nothing.
final class WorkerLoop {
    private let workplace: Workplace
    private let link: ServerLink
    private let socket: Socket
    private let signals: Signals
    private let notifier: ServiceNotifier
    private var lastTick = 0
    private var wait = WorkerLoop.firstTickMilliseconds
    private var exitReason: ExitReason?

    /// How often deadlines are looked at.
    private static let tickMilliseconds = 100
    /// The same while the connection is young.
    private static let firstTickMilliseconds = 10
    /// How long the trainer may go on before the loop looks up.
    private static let sliceMilliseconds = 20

    init(workplace: Workplace, link: ServerLink, signals: Signals, notifier: ServiceNotifier) {
        self.workplace = workplace
        self.link = link
        socket = link.socket
        self.signals = signals
        self.notifier = notifier
    }

    func run() throws -> ExitReason {
        try setWait(WorkerLoop.firstTickMilliseconds)
        notifier.tellReady()
        try feed(.start)
        while exitReason == nil {
            if try !receive(waiting: !workplace.isWorking), workplace.isWorking { try work() }
            try tick()
        }
        notifier.tellStopping()
        return exitReason!
    }

    private var status: String {
        switch workplace.session.state {
        case .joining: "looking for the server"
        case .waiting: "waiting for work"
        case .fetching: "fetching data"
        case .working, .pushing: "working"
        case .leaving: "leaving"
        }
    }

    private func tick() throws {
        let now = Clock.monotonicMilliseconds()
        guard now - lastTick >= wait else { return }
        lastTick = now
        while let signal = signals.next() { if signal == .drain { try feed(.drain) } }
        if let event = try link.attend(now: now) { try feed(event) }
        try feed(.tick)
        notifier.attend(now: now, status: status)
        let newWait =
            workplace.session.state == .joining
            ? WorkerLoop.firstTickMilliseconds
            : min(WorkerLoop.tickMilliseconds, max(workplace.session.signOfLifeMilliseconds / 2, 1))
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
            if id == workplace.session.id || id == SessionID(0) { try feed(.received(message)) }
        } catch let fault as DecodingFault {
            if case .otherVersion = fault.kind { exitReason = .otherVersion(fault.description) }
            Note.write("a message of the server is unreadable: \(fault.description)")
        }
        return true
    }

    private func work() throws {
        guard let result = workplace.work(forMilliseconds: WorkerLoop.sliceMilliseconds) else { return }
        try workplace.deliver(result, now: Clock.monotonicMilliseconds(), output: perform)
    }

    private func feed(_ event: WorkerSession.Event) throws {
        try workplace.handle(event, now: Clock.monotonicMilliseconds(), output: perform)
    }

    private func perform(_ output: Workplace.Output) throws {
        switch output {
        case .send(let message): try socket.send(Encoder.frames(message, session: workplace.session.id))
        case .note(let text): Note.write(text)
        case .exit(let reason): exitReason = reason
        }
    }
}
