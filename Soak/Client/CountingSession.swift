import Core
import Glibc
import Protocol

/// One session: hello, work, pushes that are sent again until they are answered, goodbye.
///
/// It needs no parameters: when a phase is over each count is the number of phases, and if the server counts otherwise it
/// refuses the milestone.
struct CountingSession {
    enum End { case enough, finished, lost }

    private static let resendMilliseconds = 1_000

    let id: SessionID
    private let socket: Socket
    private let ledger: Ledger
    private let program: Program
    private var number: UInt64 = 0
    private var done = 0
    /// The push or milestone that is not answered yet, and its work.
    private var pending: (message: WorkerMessage, trial: Int, lease: Lease)?
    private var heard = Clock.monotonicMilliseconds()
    private var sent = 0

    init(id: SessionID, socket: Socket, ledger: Ledger, program: Program) {
        self.id = id
        self.socket = socket
        self.ledger = ledger
        self.program = program
    }

    mutating func run() throws -> End {
        var request = WorkerMessage.hello(hello)
        try send(request)
        while true {
            if Double(Clock.monotonicMilliseconds() - heard) > program.lostTimeout * 1_000 { return .lost }
            guard let received = try socket.receive(waiting: true), let header = received.header else {
                if Clock.monotonicMilliseconds() - sent >= CountingSession.resendMilliseconds {
                    try send(request)
                }
                continue
            }
            heard = Clock.monotonicMilliseconds()
            let answer = try Decoder.serverMessage(header: header.bytes, payloads: received.payloads).message
            if case .finished = answer {
                try send(.goodbye(reason: "the sweep is done"))
                return .finished
            }
            guard let next = try take(answer) else { continue }
            if isEnough {
                try send(.goodbye(reason: "enough"))
                return .enough
            }
            request = next
            try send(request)
        }
    }

    private var hello: Hello { Hello(name: "client-\(getpid())", software: "soak") }

    private var isEnough: Bool { program.updates > 0 && done >= program.updates && pending == nil }

    private mutating func send(_ message: WorkerMessage) throws {
        // While there is no connection nothing is sent: the next look tries again.
        let isSent = try socket.send(Encoder.frames(message, session: id))
        sent = isSent ? Clock.monotonicMilliseconds() : 0
    }

    /// What to send now; nil: nothing.
    private mutating func take(_ answer: ServerMessage) throws -> WorkerMessage? {
        switch answer {
        case .welcome: return pending?.message ?? .ready(nil)
        case .assignment(let assignment): return pending == nil ? work(assignment) : nil
        case .commit(let commit):
            guard let (_, trial, lease) = pending, commit.number == number else { return nil }
            pending = nil
            note("ack", trial, lease)
            if isEnough { return .ready(nil) }
            return commit.next.map { work($0) } ?? .ready(nil)
        case .refusal(let refusal): return try take(refusal)
        case .wait, .heartbeat, .piece, .finished, .goodbye: return nil
        }
    }

    private mutating func take(_ refusal: Refusal) throws -> WorkerMessage? {
        if refusal.code == .unknownSession { return .hello(hello) }
        if refusal.code == .noRoom || refusal.number != number || pending == nil { return nil }
        guard refusal.code == .superseded else { throw Trouble("refused: \(refusal.code) \(refusal.text)") }
        pending = nil
        return .ready(nil)
    }

    private mutating func work(_ assignment: Assignment) -> WorkerMessage {
        number += 1
        let lease = assignment.leases[0]  // it asks for one at a time
        note("lease", assignment.trial, lease)
        let message: WorkerMessage
        switch lease {
        case .chunk(let phase, let chunk):
            if program.pause > 0 { usleep(UInt32(program.pause) * 1_000) }
            message = .push(
                Push(
                    number: number, oldestUnanswered: number, trial: assignment.trial, phase: phase,
                    chunk: chunk, base: assignment.sync.version, update: CountingSession.one(chunk)))
        case .milestone(let phase): message = .milestone(report(assignment, phase))
        }
        pending = (message, assignment.trial, lease)
        return message
    }

    private mutating func note(_ word: String, _ trial: Int, _ lease: Lease) {
        guard case .chunk(let phase, let chunk) = lease else { return }
        ledger.note(word, id, trial, phase, chunk)
        if word == "ack" { done += 1 }
    }

    /// Adds one to an element.
    private static func one(_ element: Int) -> Update {
        let bytes = Payload(count: 16) { buffer in
            buffer.initializeMemory(as: UInt8.self, repeating: 0)
            buffer.storeBytes(of: UInt32(element), as: UInt32.self)
            buffer.storeBytes(of: 1, toByteOffset: 8, as: Double.self)
        }
        return Update(blocks: [Block(tensor: 0, form: .rows(count: 1))], payload: bytes)
    }

    private func report(_ assignment: Assignment, _ phase: Int) -> MilestoneReport {
        let counts = [Double](repeating: Double(phase), count: program.chunks)
        let metrics = [
            Metric("updates", Double(phase * program.chunks)), Metric("wrong_counts", 0),
        ]
        return MilestoneReport(
            number: number, oldestUnanswered: number, trial: assignment.trial, phase: phase,
            base: assignment.sync.version, result: MilestoneResult(metrics: metrics),
            parameterHash: counts.withUnsafeBytes { Digest(of: $0) }.bytes)
    }
}
