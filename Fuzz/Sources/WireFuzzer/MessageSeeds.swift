import Core
import FuzzDriver
import Protocol

/// A message of every kind, small.
enum MessageSeeds {
    static var all: [[UInt8]] {
        worker.map { bytes(0, Encoder.frames($0, session: session)) }
            + server.map { bytes(1, Encoder.frames($0, session: session)) }
            + records.map { bytes(2, Encoder.frames($0)) }
    }

    private static func bytes(_ kind: Int, _ frames: Frames) -> [UInt8] {
        WireInput.bytes(kind: kind, header: frames.header, payloads: frames.payloads.map { Array($0.bytes) })
    }

    static let session = SessionID(0x0102_0304_0506_0708)

    static var update: Update {
        Update(
            blocks: [
                Block(tensor: 0, form: .factors(rank: 2)), Block(tensor: 1, form: .rows(count: 3)),
                Block(tensor: 2, form: .dense),
            ], payload: Payload(copying: Array(0..<24)))
    }

    private static var moved: Update {
        Update(
            blocks: [Block(tensor: 0, form: .dense)],
            moments: Update.Moments(steps: 9, powers: AdamPowers(first: 0.5, second: 0.25)),
            payload: Payload(copying: Array(0..<16)))
    }

    private static func push(_ update: Update?) -> Push {
        Push(number: 7, oldestUnanswered: 7, trial: 2, phase: 3, chunk: 4, base: 5, update: update)
    }

    /// On top of a push of its own that was not answered yet.
    private static var chained: Push {
        Push(
            number: 9, oldestUnanswered: 7, trial: 2, phase: 3, chunk: 5, base: 6, after: 8, held: 7,
            update: update)
    }

    private static var milestone: MilestoneReport {
        MilestoneReport(
            number: 8, oldestUnanswered: 8, trial: 2, phase: 3, base: 9,
            result: MilestoneResult(
                metrics: [Metric("loss", 0.5), Metric("häufig", -.infinity)], assignment: update,
                verdict: .converged),
            parameterHash: Array(0..<32))
    }

    private static var worker: [WorkerMessage] {
        [
            .hello(Hello(name: "a worker", software: "ignd-worker 1", leases: 16)), .ready(nil),
            .ready(Holding(trial: 3, version: 1 << 40)),
            .fetch(Fetch(digest: "abcd", offset: 1 << 33, length: 1 << 20)), .push(push(update)),
            .push(push(nil)), .push(push(moved)), .push(chained), .milestone(milestone),
            .heartbeat(activity: "working"),
            .goodbye(reason: "done"),
        ]
    }

    private static var steps: [Step] {
        [
            Step(kind: .assign, rate: 1, parts: [Step.Part(session: session, number: 1, update: update)]),
            Step(
                kind: .apply, rate: 0.125,
                parts: [
                    Step.Part(session: session, number: 2, update: nil),
                    Step.Part(session: SessionID(.max), number: .max, update: moved),
                ]),
        ]
    }

    private static func assignment(
        _ content: Sync.Content, leases: [Lease] = [.chunk(phase: 2, chunk: 3)], chainRate: Double? = nil
    ) -> Assignment {
        Assignment(
            trial: 1, leases: leases, sync: Sync(version: 6, content: content),
            specification: Array("{}".utf8), chainRate: chainRate)
    }

    private static var chunks: [Lease] { (3..<19).map { .chunk(phase: 2, chunk: $0) } }

    private static var snapshot: Sync.Content {
        .snapshot(
            Payload(copying: Array(0..<40)), moments: Update.Moments(steps: 3, powers: AdamPowers()))
    }

    private static var server: [ServerMessage] {
        [
            .welcome(Welcome(run: "run", leaseMilliseconds: 10_000)),
            .refusal(Refusal(.hashMismatch, "no", number: 12)), .assignment(assignment(.steps(steps))),
            .assignment(assignment(snapshot)),
            .assignment(assignment(.steps(steps), leases: chunks, chainRate: 0.25)),
            .assignment(assignment(.steps([]), leases: [.milestone(phase: 2)])),
            .piece(Piece(digest: "abcd", offset: 8, total: 16, payload: Payload(copying: Array(0..<8)))),
            .commit(Commit(number: 9, next: nil)),
            .commit(Commit(number: 9, next: assignment(.steps(steps)))), .wait(reason: "others have it"),
            .finished(reason: "done"), .heartbeat, .goodbye,
        ]
    }

    private static var records: [Record] {
        [Record.Body.push(push(update)), .push(chained), .milestone(milestone)].map { body in
            Record(
                timeMilliseconds: 1_700_000_000_000, session: session, version: 5, rate: 0.5, staleness: 2,
                body: body)
        }
    }
}
