import Core
import Experiment
import Protocol

/// A worker without its network and clock: the session, and the hands that do what it says.
package final class Workplace {
    /// What is left for the shell to do.
    package enum Output {
        case send(WorkerMessage)
        case note(String)
        case exit(ExitReason)
    }

    package private(set) var session: WorkerSession
    /// Whether `work` has something to do.
    package private(set) var isWorking = false
    private let cache: DatasetCache
    private var bench: Workbench?
    /// A start that waits for its data set.
    private var postponed: Start?
    /// The newest result, until the session says what becomes of its update.
    private var result: WorkResult?

    package init(session: WorkerSession, cache: DatasetCache) {
        self.session = session
        self.cache = cache
    }

    /// Does what follows from the event. What is to be sent goes to `output` before work on the parameters begins, so
    /// that it is on its way meanwhile.
    package func handle(_ event: WorkerSession.Event, now: Int, output: (Output) throws -> Void) throws {
        for effect in session.handle(event, now: now) { try perform(effect, now: now, output: output) }
    }

    private func perform(_ effect: WorkerSession.Effect, now: Int, output: (Output) throws -> Void) throws {
        switch effect {
        case .send(let message): try output(.send(message))
        case .begin(let start): try begin(start, now: now, output: output)
        case .keep(let piece, let isLast): try keep(piece, isLast: isLast, now: now, output: output)
        case .applyUpdate(let rate):
            if case .chunk(.some(let update)) = result { bench?.apply(update, rate: rate) }
            result = nil
        case .keepUpdate(let number):
            if let result { bench?.keep(result, number: number) }
            result = nil
        case .settleUpdate(let number): bench?.settle(number: number)
        case .dropUpdate(let number): bench?.drop(number: number)
        case .dropState:
            (bench, result, postponed) = (nil, nil, nil)
            isWorking = false
        case .note(let text): try output(.note(text))
        case .exit(let reason): try output(.exit(reason))
        }
    }

    private func keep(_ piece: Piece, isLast: Bool, now: Int, output: (Output) throws -> Void) throws {
        try cache.keep(piece, isLast: isLast)
        if isLast, let start = postponed { try begin(start, now: now, output: output) }
    }

    // MARK: Work

    private func begin(_ start: Start, now: Int, output: (Output) throws -> Void) throws {
        postponed = nil
        if bench?.trial != start.trial || !start.specification.isEmpty {
            if start.specification.isEmpty { return try handle(.cannotFollow, now: now, output: output) }
            let specification = try TrialSpecification(json: start.specification)
            for digest in specification.plan.datasets where try cache.dataset(digest: digest) == nil {
                postponed = start
                return try handle(.needsData(digest: digest), now: now, output: output)
            }
            bench = try workbench(trial: start.trial, specification)
        }
        do throws(Replica.Fault) {
            try bench!.begin(start)
            isWorking = true
        } catch {
            try output(.note("asking for a snapshot: \(error)"))
            try handle(.cannotFollow, now: now, output: output)
        }
    }

    private func workbench(trial: Int, _ specification: TrialSpecification) throws -> Workbench {
        let digest = specification.plan.datasets.first
        return try Workbench(
            trial: trial, specification: specification,
            dataset: digest.flatMap { try cache.dataset(digest: $0) })
    }

    /// A slice of the chunk, or the milestone; the result when it is done, to be handed to `deliver`.
    package func work(forMilliseconds budget: Int) -> WorkResult? { bench?.work(forMilliseconds: budget) }

    /// Pushes a result, and goes on with the next lease if there is one.
    package func deliver(_ result: WorkResult, now: Int, output: (Output) throws -> Void) throws {
        isWorking = false
        self.result = result
        try handle(.completed(result), now: now, output: output)
    }
}
