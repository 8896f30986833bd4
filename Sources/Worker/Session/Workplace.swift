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
    /// An assignment that waits for its data set.
    private var postponed: Assignment?

    package init(session: WorkerSession, cache: DatasetCache) {
        self.session = session
        self.cache = cache
    }

    package func handle(_ event: WorkerSession.Event, now: Int) throws -> [Output] {
        try session.handle(event, now: now).flatMap { try perform($0, now: now) }
    }

    private func perform(_ effect: WorkerSession.Effect, now: Int) throws -> [Output] {
        switch effect {
        case .send(let message): return [.send(message)]
        case .begin(let assignment): return try begin(assignment, now: now)
        case .keep(let piece, let isLast): return try keep(piece, isLast: isLast, now: now)
        case .dropUpdate(let number): bench?.drop(number: number)
        case .dropState:
            bench = nil
            isWorking = false
        case .note(let text): return [.note(text)]
        case .exit(let reason): return [.exit(reason)]
        }
        return []
    }

    private func keep(_ piece: Piece, isLast: Bool, now: Int) throws -> [Output] {
        try cache.keep(piece, isLast: isLast)
        guard isLast, let assignment = postponed else { return [] }
        return try begin(assignment, now: now)
    }

    // MARK: Work

    private func begin(_ assignment: Assignment, now: Int) throws -> [Output] {
        postponed = nil
        if bench?.trial != assignment.trial || !assignment.specification.isEmpty {
            if assignment.specification.isEmpty { return try handle(.cannotFollow, now: now) }
            let specification = try TrialSpecification(json: assignment.specification)
            for digest in specification.plan.datasets where try cache.dataset(digest: digest) == nil {
                postponed = assignment
                return try handle(.needsData(digest: digest), now: now)
            }
            bench = try workbench(trial: assignment.trial, specification)
        }
        do throws(Replica.Fault) {
            try bench!.begin(assignment)
            isWorking = true
            return []
        } catch {
            return [.note("asking for a snapshot: \(error)")] + (try handle(.cannotFollow, now: now))
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

    /// Pushes a result.
    package func deliver(_ result: WorkResult, now: Int) throws -> [Output] {
        isWorking = false
        let outputs = try handle(.completed(result), now: now)
        bench?.keep(result, number: session.number)
        return outputs
    }
}
