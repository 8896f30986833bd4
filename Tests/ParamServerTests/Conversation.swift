import Core
import Experiment
import ParamServer
import Protocol

/// A server under test and the time; workers are the numbers 1, 2, 3 …
struct Conversation {
    var server: ParameterServer
    var now = 0
    private var numbers: [UInt64: UInt64] = [:]

    init(
        mode: TrialSpecification.Mode = .async(workers: 4, maximumStaleness: nil, damping: 0),
        phases: Int = 1,
        chunks: Int = 4, trials: Int = 1, leaseMilliseconds: Int = 1_000, rule: Rule = .sgd,
        putOffParameterCount: Int = .max
    ) {
        let specification = TrialSpecification(
            task: .counter(CounterSpecification(phases: phases, chunks: chunks)), normalizer: .none,
            rule: rule,
            learningRate: 1, precision: .float64, chunk: .local(samples: 1), mode: mode, seed: 1)
        var configuration = ParameterServer.Configuration(run: "run", leaseMilliseconds: leaseMilliseconds)
        configuration.putOffParameterCount = putOffParameterCount
        server = ParameterServer(
            configuration: configuration,
            trials: (0..<trials).map {
                Trial(index: $0, plan: specification.plan, specification: specification.json)
            })
    }

    mutating func say(_ message: WorkerMessage, as worker: UInt64) -> Answers {
        handle(.received(message, from: SessionID(worker)))
    }

    /// Handles the event as a shell does: what ended is stored and forgotten.
    mutating func handle(_ event: ParameterServer.Event) -> Answers {
        let time = Instant(milliseconds: now, unixMilliseconds: UInt64(now))
        let effects = server.handle(event, now: time)
        for case .store(let trial) in effects { server.forget(trial: trial) }
        return Answers(effects: effects)
    }

    mutating func join(_ workers: UInt64..., leases: Int = 1) {
        for worker in workers {
            _ = say(.hello(Hello(name: "worker \(worker)", software: "test", leases: leases)), as: worker)
        }
    }

    /// Phase 0 has no chunks: its milestone, by worker 99, opens phase 1.
    mutating func start() {
        join(99)
        _ = say(.ready(nil), as: 99)
        _ = say(.milestone(milestone(of: 99)), as: 99)
        _ = say(.goodbye(reason: ""), as: 99)
    }

    mutating func ready(_ worker: UInt64, holding: Holding? = nil) -> Answers {
        say(.ready(holding), as: worker)
    }

    /// The worker's next push of this chunk.
    mutating func push(
        _ chunk: Int, of worker: UInt64, base: UInt64, after: UInt64 = 0, phase: Int = 1, trial: Int = 0,
        update: Update? = nil
    ) -> Push {
        let number = next(worker)
        return Push(
            number: number, oldestUnanswered: number, trial: trial, phase: phase, chunk: chunk, base: base,
            after: after, update: update ?? Conversation.count(chunk))
    }

    /// The server dies; its heir starts on a snapshot of this moment, and workers go on with their numbers.
    mutating func restart() {
        let image = server.image(journalOffset: 0)
        var heir = ParameterServer(
            configuration: server.configuration,
            trials: server.trials.map {
                Trial(index: $0.index, plan: $0.plan, specification: $0.specification)
            })
        heir.restore(image)
        server = heir
    }

    mutating func milestone(of worker: UInt64, phase: Int = 0, trial: Int = 0, hash: [UInt8]? = nil)
        -> MilestoneReport
    {
        let number = next(worker)
        let own = server.trials[trial]
        return MilestoneReport(
            number: number, oldestUnanswered: number, trial: trial, phase: phase, base: own.version,
            result: MilestoneResult(metrics: [Metric("value", 1)]),
            parameterHash: hash ?? own.parameterHash.bytes)
    }

    private mutating func next(_ worker: UInt64) -> UInt64 {
        numbers[worker, default: 0] += 1
        return numbers[worker]!
    }

    /// One more in this element.
    static func count(_ chunk: Int, by value: Double = 1, elements: Int = 4) -> Update {
        let table = TensorTable([TensorDescription(name: "counts", shape: [elements])])
        var writer = UpdateWriter<Double>(table: table, blocks: [Block(tensor: 0, form: .rows(count: 1))])
        writer.rowNumbers(1)[0] = UInt32(chunk)
        writer.part(1)[0] = value
        return writer.finish()
    }

    /// The counters of a trial.
    func counts(trial: Int = 0) -> [Double] {
        guard let state = server.trials[trial].progress?.state else { return [] }
        return Array(UnsafeBufferPointer(start: state.parameters(Double.self), count: state.table.totalCount))
    }
}
