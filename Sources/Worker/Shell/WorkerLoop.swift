import Core
import Experiment
import Protocol

/// Carries messages to the workplace and its answers to the network. Decides nothing.
final class WorkerLoop {
    private let workplace: Workplace
    private let socket: Socket
    private let signals: Signals
    private var poller: Poller
    private var lastTick = 0
    private var exitReason: ExitReason?

    /// How often deadlines are looked at: often while the connection is young.
    private var tickMilliseconds: Int { workplace.session.state == .joining ? 10 : 100 }
    /// How long the trainer may go on before the loop looks up.
    private static let sliceMilliseconds = 20

    init(workplace: Workplace, socket: Socket, signals: Signals) {
        self.workplace = workplace
        self.socket = socket
        self.signals = signals
        poller = Poller(socket: socket, descriptors: [signals.descriptor])
    }

    func run() throws -> ExitReason {
        try feed(.start)
        while exitReason == nil {
            if try !receive() {
                if workplace.isWorking { try work() } else { try poller.wait(milliseconds: tickMilliseconds) }
            }
            try tick()
        }
        return exitReason!
    }

    private func tick() throws {
        let now = Clock.monotonicMilliseconds()
        guard now - lastTick >= tickMilliseconds else { return }
        lastTick = now
        while let signal = signals.next() { if signal == .drain { try feed(.drain) } }
        try feed(.tick)
    }

    /// Handles one message; false if there is none.
    private func receive() throws -> Bool {
        guard let received = try socket.receive() else { return false }
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
        try perform(workplace.deliver(result, now: Clock.monotonicMilliseconds()))
    }

    private func feed(_ event: WorkerSession.Event) throws {
        try perform(workplace.handle(event, now: Clock.monotonicMilliseconds()))
    }

    private func perform(_ outputs: [Workplace.Output]) throws {
        for output in outputs {
            switch output {
            case .send(let message): try socket.send(Encoder.frames(message, session: workplace.session.id))
            case .note(let text): Note.write(text)
            case .exit(let reason): exitReason = reason
            }
        }
    }
}
