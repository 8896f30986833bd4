import Core
import Experiment
import Protocol

/// Holds one lease a session and answers each at once with the same update.
struct Driver {
    private(set) var tally: Tally
    private let socket: Socket
    private let form: UpdateForm
    /// The number of each session's newest push.
    private var numbers: [SessionID: UInt64] = [:]
    /// The numbers of pushes that are milestones.
    private var milestones: [SessionID: UInt64] = [:]
    private var plan: TrialPlan?
    private var update: Update?

    struct Failure: Error, CustomStringConvertible { let description: String }

    private var unanswered: [SessionID: WorkerMessage] = [:]

    private static let waitMilliseconds = 1_000
    private static let resendLimit = 200

    init(endpoint: String, sessions: Int, form: UpdateForm, leavingOut count: Int) throws {
        self.form = form
        tally = Tally(leavingOut: count)
        socket = try Socket(.worker, context: ZeroMQContext(), maximumFrameBytes: -1)
        try socket.setWait(milliseconds: Driver.waitMilliseconds)
        try socket.connect(endpoint)
        for _ in 0..<sessions { numbers[SessionID(UInt64.random(in: 1 ... .max))] = 0 }
    }

    /// Until the server has no more work and every session has said goodbye.
    mutating func run() throws {
        for session in numbers.keys { try greet(session) }
        while !numbers.isEmpty {
            guard let received = try socket.receive(waiting: true), let header = received.header else {
                try resend()
                continue
            }
            let (session, message) = try Decoder.serverMessage(
                header: header.bytes, payloads: received.payloads)
            try handle(message, session)
        }
    }

    private func greet(_ session: SessionID) throws {
        // Until the connection stands a message cannot be sent.
        while try !socket.send(Encoder.frames(hello, session: session)) {}
    }

    private var hello: WorkerMessage { .hello(Hello(name: "driver", software: "path-driver")) }

    /// What is lost is sent again: an answer for which there was no room, for instance.
    private mutating func resend() throws {
        tally.resend(unanswered.count)
        guard tally.resends < Driver.resendLimit else { throw Failure(description: "the server is silent") }
        for (session, message) in unanswered { try send(message, session) }
    }

    private mutating func send(_ message: WorkerMessage, _ session: SessionID) throws {
        unanswered[session] = message
        _ = try socket.send(Encoder.frames(message, session: session))  // if it is lost it is resent
    }

    private mutating func handle(_ message: ServerMessage, _ session: SessionID) throws {
        switch message {
        case .welcome: try send(.ready(nil), session)
        case .assignment(let assignment): try work(assignment, session)
        case .commit(let commit) where commit.number == numbers[session]:
            if milestones.removeValue(forKey: session) == nil { tally.acknowledge() }
            if let next = commit.next { try work(next, session) }
        case .finished:
            // The server ends when all have said it, and its answer may not get through any more.
            try send(.goodbye(reason: "done"), session)
            numbers[session] = nil
            unanswered[session] = nil
        case .refusal(let refusal) where refusal.code == .superseded:
            // After a long halt its lease was another's: nothing is lost but time.
            milestones[session] = nil
            try send(.ready(nil), session)
        case .refusal(let refusal): throw Failure(description: refusal.text)
        case .wait, .heartbeat, .piece, .commit, .goodbye: break
        }
    }

    private mutating func work(_ assignment: Assignment, _ session: SessionID) throws {
        tally.pull(assignment.sync)
        if !assignment.specification.isEmpty && plan == nil {
            plan = try TrialSpecification(json: assignment.specification).plan
            update = form.update(of: plan!)
        }
        switch assignment.leases[0] {  // it asks for one at a time
        case .chunk(let phase, let chunk): try push(assignment, phase: phase, chunk: chunk, session)
        case .milestone(let phase): try report(assignment, phase: phase, session)
        }
    }

    private mutating func nextNumber(_ session: SessionID) -> UInt64 {
        numbers[session, default: 0] += 1
        return numbers[session]!
    }

    private mutating func push(_ assignment: Assignment, phase: Int, chunk: Int, _ session: SessionID) throws
    {
        let number = nextNumber(session)
        tally.push(update!.payload.count)
        let push = Push(
            number: number, oldestUnanswered: number, trial: assignment.trial, phase: phase, chunk: chunk,
            base: assignment.sync.version, update: update)
        try send(.push(push), session)
    }

    /// A milestone needs a hash of the parameters, which only a snapshot brings to one that keeps no copy.
    private mutating func report(_ assignment: Assignment, phase: Int, _ session: SessionID) throws {
        guard case .snapshot(let payload, _) = assignment.sync.content else {
            return try send(.ready(nil), session)
        }
        let bytes = payload.bytes[..<(plan!.table.totalCount * plan!.precision.width)]
        let number = nextNumber(session)
        let report = MilestoneReport(
            number: number, oldestUnanswered: number, trial: assignment.trial, phase: phase,
            base: assignment.sync.version,
            result: MilestoneResult(
                metrics: [], assignment: phase == 0 ? UpdateForm.dense.update(of: plan!) : .empty),
            parameterHash: Digest(of: UnsafeRawBufferPointer(rebasing: bytes)).bytes)
        milestones[session] = number
        try send(.milestone(report), session)
    }
}
