import Core
import Protocol

/// One message of every kind, small enough to cut at every byte.
enum Samples {
    static let session = SessionID(0x0102_0304_0506_0708)

    static var update: Update {
        Update(
            blocks: [
                Block(tensor: 0, form: .factors(rank: 2)), Block(tensor: 1, form: .rows(count: 3)),
                Block(tensor: 2, form: .dense),
            ], payload: Payload(copying: Array(0..<24)))
    }

    static var moved: Update {
        Update(
            blocks: [Block(tensor: 0, form: .dense)],
            moments: Update.Moments(steps: 9, powers: AdamPowers(first: 0.5, second: 0.25)),
            payload: Payload(copying: Array(0..<16)))
    }

    static var push: Push {
        Push(
            number: 7, oldestUnanswered: 7, trial: 2, phase: 3, chunk: 4, base: 5, update: update)
    }

    static var milestone: MilestoneReport {
        MilestoneReport(
            number: 8, oldestUnanswered: 8, trial: 2, phase: 3, base: 9,
            result: MilestoneResult(
                metrics: [Metric("loss", 0.5), Metric("häufig", -.infinity)], assignment: update,
                verdict: .converged),
            parameterHash: Array(0..<32))
    }

    static var worker: [WorkerMessage] {
        [
            .hello(Hello(name: "a worker", software: "ignd-worker 1")), .ready(nil),
            .ready(Holding(trial: 3, version: 1 << 40)),
            .fetch(Fetch(digest: "abcd", offset: 1 << 33, length: 1 << 20)),
            .push(push),
            .push(
                Push(
                    number: 1, oldestUnanswered: 1, trial: 0, phase: 1, chunk: 0, base: 0, update: nil)),
            .push(
                Push(
                    number: 2, oldestUnanswered: 1, trial: 0, phase: 1, chunk: 0, base: 9, after: 1, held: 8,
                    update: moved)),
            .milestone(milestone), .heartbeat(activity: "working"), .goodbye(reason: "done"),
        ]
    }

    static var steps: [Step] {
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

    static var assignment: Assignment {
        Assignment(
            trial: 1, leases: [.chunk(phase: 2, chunk: 3)], sync: Sync(version: 6, content: .steps(steps)),
            specification: [])
    }

    static var snapshot: Assignment {
        Assignment(
            trial: 1, leases: [.milestone(phase: 2)],
            sync: Sync(
                version: 6,
                content: .snapshot(
                    Payload(copying: Array(0..<40)), moments: Update.Moments(steps: 3, powers: AdamPowers()))),
            specification: Array("{}".utf8))
    }

    static var server: [ServerMessage] {
        [
            .welcome(Welcome(run: "run", leaseMilliseconds: 10_000)),
            .refusal(Refusal(.hashMismatch, "no", number: 12)), .assignment(assignment),
            .assignment(snapshot),
            .piece(Piece(digest: "abcd", offset: 8, total: 16, payload: Payload(copying: Array(0..<8)))),
            .assignment(
                Assignment(
                    trial: 1, leases: [.chunk(phase: 2, chunk: 3), .chunk(phase: 2, chunk: 4)],
                    sync: Sync(version: 6, content: .steps([])), specification: [], chainRate: 0.25)),
            .commit(Commit(number: 9, next: nil)), .commit(Commit(number: 9, next: assignment)),
            .wait(reason: "all work is in other hands"), .finished(reason: "done"), .heartbeat, .goodbye,
        ]
    }

    static var records: [Record] {
        [
            Record(
                timeMilliseconds: 1_700_000_000_000, session: session, version: 5, rate: 0.5, staleness: 2,
                body: .push(push)),
            Record(
                timeMilliseconds: 0, session: session, version: 6, rate: 1, staleness: 0,
                body: .milestone(milestone)),
        ]
    }
}
