import Core
import ParamServer
import Protocol

/// A server with two trials of every kind of tensor, and workers that say what a script tells them.
struct ServerCase {
    static let table = TensorTable([
        TensorDescription(name: "weight", shape: [2, 3]),
        TensorDescription(name: "rows", shape: [5, 2], isRowwise: true),
        TensorDescription(name: "gain", shape: [2], isTrainable: false),
    ])

    var server: ParameterServer
    private(set) var records: [Record] = []
    private var now = 0

    init(_ choice: Int) { server = ServerCase.server(choice) }

    static func server(_ choice: Int) -> ParameterServer {
        let precision: Precision = choice & 1 == 0 ? .float32 : .float64
        let rule: Rule = choice & 2 == 0 ? .sgd : .adam(AdamConstants())
        let mode: TrialSpecification.Mode =
            choice & 4 == 0
            ? .async(workers: 3, maximumStaleness: choice & 16 == 0 ? nil : 1, damping: 0.5)
            : .average(round: 2)
        let plan = TrialPlan(
            table: table, precision: precision, rule: rule, learningRate: 0.5, schedule: .constant,
            meaning: choice & 8 == 0 ? .direction : .difference, mode: mode, phases: 2, chunksPerPhase: 4,
            datasets: [], lossWatch: LossWatch.Rule(metrics: ["loss"], factor: 10, milestones: 1))
        return ParameterServer(
            configuration: ParameterServer.Configuration(run: "run", leaseMilliseconds: 1_000),
            trials: (0..<2).map { Trial(index: $0, plan: plan, specification: [1, 2, 3]) })
    }

    var plan: TrialPlan { server.trials[0].plan }

    mutating func say(_ message: WorkerMessage, as worker: Int) -> [ParameterServer.Effect] {
        handle(.received(message, from: SessionID(UInt64(worker))))
    }

    mutating func handle(_ event: ParameterServer.Event, after milliseconds: Int = 0) -> [ParameterServer
        .Effect]
    {
        now += milliseconds
        let effects = server.handle(event, now: Instant(milliseconds: now, unixMilliseconds: UInt64(now)))
        for effect in effects {
            switch effect {
            case .append(let record): records.append(record)
            case .store(let trial): server.forget(trial: trial)
            default: break
            }
        }
        return effects
    }

    /// The trials' versions and parameters.
    var state: [[UInt8]] {
        server.trials.map { trial in
            guard trial.progress != nil, !trial.hasEnded else { return [trial.hasEnded ? 1 : 0] }
            return trial.parameterHash.bytes + [UInt8(truncatingIfNeeded: trial.version)]
        }
    }
}
