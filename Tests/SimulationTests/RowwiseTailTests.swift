import Core
import ParamServer
import Protocol
import Testing
import Worker

/// Sparse pushes between a server and workers, through encoded frames.
@Suite struct RowwiseTailTests {
    private static let table = TensorTable([
        TensorDescription(name: "embedding", shape: [60, 3], isRowwise: true),
        TensorDescription(name: "head", shape: [1, 4]),
    ])

    private static func plan(
        _ table: TensorTable, _ rule: Rule, _ meaning: UpdateMeaning, _ mode: TrialSpecification.Mode,
        _ precision: Precision = .float32, chunks: Int = 1
    ) -> TrialPlan {
        TrialPlan(
            table: table, precision: precision, rule: rule, learningRate: 0.1, schedule: .constant,
            meaning: meaning, mode: mode, phases: 1, chunksPerPhase: chunks, datasets: [])
    }

    private static func async(_ workers: Int) -> TrialSpecification.Mode {
        .async(workers: workers, maximumStaleness: nil, damping: 0)
    }

    /// A chunk that depends on its base: gradient steps on a few rows, under Adam lazy ones.
    private func work(_ steps: LocalSteps<Float>, chunk: Int) -> Update {
        var random = RandomStream(seed: 7, purpose: .test, chunk: chunk)
        for _ in 0..<3 {
            let rows = (0..<UInt32(60)).filter { _ in random.integer(below: 12) == 0 }
            rows.withUnsafeBufferPointer { steps.touched[0]!.insert($0) }
            let footprint = Footprint(Self.table) { _ in rows }
            let elements =
                rows.flatMap { [3 * Int($0), 3 * Int($0) + 1, 3 * Int($0) + 2] } + Array(180..<184)
            let direction = elements.map { steps.parameters[$0] - Float(random.normal()) }
            if steps.base.rule.isAdam {
                steps.working.step(along: direction, on: footprint, rate: 0.05)
            } else {
                for (element, d) in zip(elements, direction) { steps.parameters[element] -= 0.05 * d }
            }
        }
        return steps.difference()
    }

    /// A worker with its copy and what it keeps between chunks.
    private final class Peer {
        let session: SessionID
        let replica: Replica
        var steps: LocalSteps<Float>?
        var number: UInt64 = 0

        init(_ session: UInt64, _ plan: TrialPlan) {
            self.session = SessionID(session)
            replica = Replica(trial: 0, plan: plan)
        }

        func restarted() -> LocalSteps<Float> {
            let steps = self.steps ?? LocalSteps(from: replica.state)
            steps.restart(from: replica.state)
            self.steps = steps
            return steps
        }
    }

    private func begun(_ plan: TrialPlan) -> TrialProgress {
        var progress = TrialProgress(plan: plan)
        _ = progress.complete(MilestoneResult(metrics: []))
        return progress
    }

    /// What the encoder makes of the assignment that brings a worker up to date, and how the worker reads it.
    private func frames(_ steps: [Step], version: UInt64, to session: SessionID) -> Frames {
        let assignment = Assignment(
            trial: 0, leases: [.chunk(phase: 1, chunk: 0)],
            sync: Sync(version: version, content: .steps(steps)),
            specification: [])
        return Encoder.frames(.commit(Commit(number: 1, next: assignment)), session: session)
    }

    private func sync(_ frames: Frames) throws -> Sync {
        let (_, message) = try frames.header.withUnsafeBytes {
            try Decoder.serverMessage(header: $0, payloads: frames.payloads)
        }
        guard case .commit(let commit) = message else { throw Violation("not a commit") }
        return try #require(commit.next).sync
    }

    @Test("a served rowwise trial ends with the serial bits", arguments: [Rule.sgd, .adam(AdamConstants())])
    func servedIsSerial(rule: Rule) throws {
        let plan = Self.plan(Self.table, rule, .difference, Self.async(1), chunks: 40)
        var serial = begun(plan)
        for chunk in 0..<40 {
            let update = work(LocalSteps(from: serial.state), chunk: chunk)
            _ = serial.commit(chunk: chunk, update: update, rate: 1)
        }
        let served = try serve(plan, workers: 1, chunks: 40)
        #expect(Digest(of: served.parameterBytes) == Digest(of: serial.state.parameterBytes))
        #expect(served.moments == serial.state.moments)
    }

    @Test("workers that push sparse rows to one another stay equal to the server", arguments: 2...4)
    func replicasFollow(workers: Int) throws {
        let plan = Self.plan(Self.table, .sgd, .difference, Self.async(workers), chunks: 60)
        _ = try serve(plan, workers: workers, chunks: 60)
    }

    /// Serves all chunks in turn; workers begin a chunk where their last push left them, so pushes are stale.
    private func serve(_ plan: TrialPlan, workers: Int, chunks: Int) throws -> ParameterState {
        var progress = begun(plan)
        var tail = Tail(snapshotBytes: 1_000_000)
        let peers = (0..<workers).map { Peer(UInt64($0 + 1), plan) }
        for chunk in 0..<chunks {
            let peer = peers[chunk % workers]
            let update = work(peer.restarted(), chunk: chunk)
            #expect(update.fault(in: plan.table, precision: plan.precision) == nil)
            peer.number += 1
            peer.replica.keep(update, number: peer.number)
            let version = peer.replica.version
            _ = progress.commit(chunk: chunk, update: update, rate: 1)
            let part = Step.Part(session: peer.session, number: peer.number, update: update)
            tail.append(Step(kind: .apply, rate: 1, parts: [part]), version: progress.version)
            let missing = tail.steps(after: version, upTo: progress.version, receiver: peer.session)
            let answer = frames(try #require(missing), version: progress.version, to: peer.session)
            try peer.replica.follow(sync(answer))
            let hash = Digest(of: peer.replica.state.parameterBytes)
            #expect(hash == Digest(of: progress.state.parameterBytes))
        }
        return progress.state
    }

    @Test(
        "who missed one sparse push is sent what it touches",
        arguments: [(50_001, 1, 136), (100_277, 32, 200)])
    func aMissedSparsePushIsSmall(rows: Int, columns: Int, touched: Int) throws {
        let table = TensorTable([
            TensorDescription(name: "table", shape: [rows, columns], isRowwise: true)
        ])
        let plan = Self.plan(table, .sgd, .difference, Self.async(2))
        let state = ParameterState(table: table, precision: .float32, rule: .sgd)
        let steps = LocalSteps<Float>(from: state)
        var random = RandomStream(seed: 5, purpose: .test)
        while steps.touched[0]!.count < touched {
            let row = random.integer(below: rows)
            steps.touched[0]!.insert(UInt32(row))
            for column in 0..<columns { steps.parameters[row * columns + column] -= Float(random.normal()) }
        }
        let step = Step(
            kind: .apply, rate: 1,
            parts: [Step.Part(session: SessionID(2), number: 1, update: steps.difference())])
        var tail = Tail(
            snapshotBytes: ParameterState.byteCount(table: table, precision: .float32, rule: .sgd))
        tail.append(step, version: 1)
        let missed = try #require(tail.steps(after: 0, upTo: 1, receiver: SessionID(1)))
        let frames = frames(missed, version: 1, to: SessionID(1))
        let bytes = frames.header.count + frames.payloads.reduce(0) { $0 + $1.count }
        // A row number and its values, four bytes each.
        let entries = touched * 4 + touched * columns * 4
        #expect(Double(bytes) <= 1.2 * Double(entries + 200), "\(bytes) bytes for \(entries)")
        let replica = Replica(trial: 0, plan: plan)
        try replica.follow(sync(frames))
        state.apply(steps.difference(), meaning: .difference, rate: 1)
        #expect(Digest(of: replica.state.parameterBytes) == Digest(of: state.parameterBytes))
    }
}
