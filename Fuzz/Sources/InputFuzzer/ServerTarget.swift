import Core
import FuzzDriver
import ParamServer
import Protocol

extension FuzzTarget {
    /// A conversation that a script makes up: right messages, wrong ones and nonsense, from three workers. Whatever comes, the
    /// server goes on; what it refuses changes nothing; what it took gives the same state when it is replayed.
    static let server = FuzzTarget("server", seeds: { ConversationScript.seeds }) { bytes in
        var script = ConversationScript(bytes)
        try script.run()
    }
}

struct ConversationScript {
    private var input: InputBytes
    private let choice: Int
    private var conversation: ServerCase
    private var numbers: [UInt64] = [0, 0, 0]

    init(_ bytes: UnsafeRawBufferPointer) {
        input = InputBytes(bytes)
        choice = input.byte()
        conversation = ServerCase(choice)
    }

    static var seeds: [[UInt8]] {
        let join: [UInt8] = [0, 0, 1, 0, 2, 0, 0, 1, 1, 1, 2, 1]
        let milestone: [UInt8] = [0, 4, 0, 0]
        let pushes: [UInt8] = (0..<8 as Range<UInt8>).flatMap { (step: UInt8) -> [UInt8] in
            [step % 3, 3, step % 4, step % 4, 0]
        }
        let script = [join, milestone, pushes, milestone, pushes, milestone].flatMap { $0 }
        let chain: [UInt8] = (0..<4 as Range<UInt8>).flatMap { (chunk: UInt8) -> [UInt8] in
            [chunk == 0 ? 0 : 129, 3, chunk, 0, 0]
        }
        let chains: [UInt8] = [9, 0, 0, 1] + [milestone, chain, milestone, chain, milestone].flatMap { $0 }
        return (0..<32 as Range<UInt8>).flatMap { [[$0] + script, [$0] + chains] }
    }

    mutating func run() throws {
        var steps = 0
        while !input.isEmpty && steps < 64 {
            let before = conversation.state
            let taken = conversation.records.count
            let effects = step()
            let isCommitted = conversation.records.count > taken
            let starts = effects.contains { if case .send(.assignment, _) = $0 { true } else { false } }
            if !isCommitted && !starts {
                demand(same(before, conversation.state), "what was not committed changed something")
            }
            demand(
                UInt64(conversation.records.count) == conversation.server.sequence,
                "a record without a number")
            steps += 1
        }
        try replay()
    }

    mutating func advance() { _ = step() }

    func state(journalOffset: Int) -> ServerImage { conversation.server.image(journalOffset: journalOffset) }

    /// A trial that was not begun has no state; it begins with the first look at it.
    private func same(_ before: [[UInt8]], _ after: [[UInt8]]) -> Bool {
        zip(before, after).allSatisfy { $0 == $1 || $0 == [0] }
    }

    private mutating func step() -> [ParameterServer.Effect] {
        let first = input.byte()
        let worker = first % 3
        switch input.byte() % 10 {
        case 0:
            let hello = Hello(name: "w", software: "s", leases: 1 + first / 3 % 16)
            return conversation.say(.hello(hello), as: worker)
        case 1: return conversation.say(.ready(nil), as: worker)
        case 2:
            let holding = Holding(trial: input.byte() % 4, version: UInt64(input.byte() % 16))
            return conversation.say(.ready(holding), as: worker)
        case 3: return conversation.say(.push(push(of: worker, first)), as: worker)
        case 4: return conversation.say(.milestone(milestone(of: worker)), as: worker)
        case 5: return conversation.say(.goodbye(reason: ""), as: worker)
        case 6: return conversation.handle(.tick, after: input.byte() * 100)
        case 7:
            return input.byte() == 0
                ? conversation.handle(.drain) : conversation.say(.heartbeat(activity: ""), as: worker)
        case 8:
            return conversation.say(
                .fetch(Fetch(digest: "d", offset: input.word(), length: input.word())), as: worker)
        default: return anything(as: worker)
        }
    }

    private mutating func anything(as worker: Int) -> [ParameterServer.Effect] {
        let wire = WireInput(&input)
        let payloads = wire.payloads.map { Payload(copying: $0) }
        guard let (_, message) = try? Decoder.workerMessage(header: wire.header, payloads: payloads) else {
            return []
        }
        return conversation.say(message, as: worker)
    }

    private mutating func number(of worker: Int) -> UInt64 {
        let offset = input.byte()
        if offset < 200 {
            numbers[worker] = (conversation.server.sessions[SessionID(UInt64(worker))]?.lastNumber ?? 0) + 1
        }
        return offset < 200 ? numbers[worker] : UInt64(offset - 200)
    }

    /// From 128 on the push stands on the one before it, with 64 it says what the worker holds.
    private mutating func push(of worker: Int, _ first: Int) -> Push {
        let chunk = input.byte() % 5
        let form = input.byte()
        let number = number(of: worker)
        let trial = conversation.server.trials[form >> 6 & 1]
        let base = form & 32 == 0 ? trial.version : UInt64(input.byte() % 8)
        return Push(
            number: number, oldestUnanswered: form & 128 == 0 ? number : 0, trial: trial.index,
            phase: trial.phase, chunk: chunk, base: base, after: first < 128 || number == 0 ? 0 : number - 1,
            held: first & 64 == 0 ? nil : UInt64(input.byte() % 8),
            update: form & 31 == 31 ? nil : update(form))
    }

    /// Right in most cases: what form & 16 leaves to the script may be wrong.
    private mutating func update(_ form: Int) -> Update {
        let plan = conversation.plan
        let hasMoments = plan.rule.isAdam && plan.meaning == .difference
        var blocks = [
            Block(tensor: 0, form: hasMoments || form & 1 == 0 ? .dense : .factors(rank: 1 + form >> 1 & 3))
        ]
        if form & 8 == 0 { blocks.append(Block(tensor: 1, form: .rows(count: 1))) }
        if form & 16 != 0 { blocks[0].tensor = input.byte() % 4 }
        let moments = hasMoments ? Update.Moments(steps: 1, powers: AdamPowers(first: 0.9, second: 0.9)) : nil
        guard blocks[0].tensor < 3 else { return Update(blocks: blocks, moments: moments, payload: .empty) }
        var count = Update.byteCount(
            of: blocks, moments: moments, table: plan.table, precision: plan.precision)
        if form & 16 != 0 { count = max(0, count + input.byte() % 16 - 8) }
        let values = form & 4 == 0 ? [] : Array(input.take(min(count, 32)))
        return Update(
            blocks: blocks, moments: moments,
            payload: Payload(count: count) { $0.copyBytes(from: values) })
    }

    private mutating func milestone(of worker: Int) -> MilestoneReport {
        let form = input.byte()
        let number = number(of: worker)
        let trial = conversation.server.trials[form & 1]
        let hash = trial.progress == nil || trial.hasEnded ? [] : trial.parameterHash.bytes
        let gain = Update(
            blocks: [Block(tensor: 2, form: .dense)],
            payload: Payload(count: Block.padded(2 * conversation.plan.precision.width)) {
                $0.copyBytes(from: input.take(form & 8 == 0 ? 0 : 8))
            })
        let verdict: MilestoneResult.Verdict =
            form & 64 != 0 ? .converged : form & 128 != 0 ? .diverged : .proceed
        return MilestoneReport(
            number: number, oldestUnanswered: number, trial: trial.index, phase: trial.phase,
            base: trial.version,
            result: MilestoneResult(
                metrics: [Metric("loss", Double(form))], assignment: form & 4 == 0 ? .empty : gain,
                verdict: verdict),
            parameterHash: form & 32 == 0 ? hash : [1, 2, 3])
    }

    /// The records, written and read, bring a fresh server to the same state.
    private func replay() throws {
        var heir = ServerCase(choice)
        for record in conversation.records {
            let frames = Encoder.frames(record)
            let found = try frames.header.withUnsafeBytes {
                try Decoder.record(header: $0, payload: frames.payloads.first ?? .empty)
            }
            let reason = try Recovery.follow(
                found, server: &heir.server, publish: { _ in }, store: { _, _, _ in })
            demand(reason == nil, "a record cannot be replayed: \(reason ?? "")")
        }
        demand(same(heir.state, conversation.state), "the replay comes to another state")
    }
}
