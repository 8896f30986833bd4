import Core
import Protocol

/// A worker's leases on their way from grant to answer: what is to be done, what is in work, what is pushed and not
/// answered yet, and of which version the parameters are meanwhile.
///
/// In a chain the worker begins a chunk on what its own last one has made, before the server has said that it is so.
/// Such a version is *promised*. The promise breaks if that push is refused or somebody else's update takes its place.
struct Pipeline {
    struct Work {
        let trial: Int
        let lease: Lease
        let chainRate: Double?
    }

    struct Current {
        let work: Work
        let base: UInt64
        /// The push that promises the base; 0: the server has told of it.
        let after: UInt64
        /// The parameters are to be replaced when this is done.
        var isOvertaken = false
    }

    struct Unanswered {
        let trial: Int
        let lease: Lease
        var message: WorkerMessage
        let number: UInt64
        /// Its update comes back by name.
        let isKept: Bool
        var sentAt: Int
    }

    private(set) var number: UInt64 = 0
    private(set) var current: Current?
    private(set) var unanswered: [Unanswered] = []
    /// What the server has told of, also of what the bench has not taken yet.
    private(set) var holding: Holding?
    private var queue: [Work] = []
    /// Own pushes that make the versions behind `holding`, in order.
    private var promises: [UInt64] = []
    /// The last one of a chain, as long as nothing was begun on it.
    private var unapplied: (number: UInt64, rate: Double)?
    private var syncs: [Sync] = []
    private var specification: [UInt8] = []
    private var newestAnswer: UInt64 = 0

    /// The server remembers what became of a number for this long, and longer.
    private static let window: UInt64 = 32

    /// Nothing is in work, on its way, or to be done.
    var isIdle: Bool { current == nil && unanswered.isEmpty && queue.isEmpty }

    // MARK: Starting

    /// The next lease, if there is one and none is in work.
    mutating func start() -> (start: Start, applying: Double?)? {
        guard current == nil, !queue.isEmpty, let holding else { return nil }
        if let oldest = unanswered.first, number + 1 - oldest.number >= Pipeline.window { return nil }
        let work = queue.removeFirst()
        current = Current(
            work: work, base: holding.version + UInt64(promises.count), after: promises.last ?? 0)
        let start = Start(trial: work.trial, lease: work.lease, specification: specification, syncs: syncs)
        let rate = unapplied?.rate
        (syncs, specification, unapplied) = ([], [], nil)
        return (start, rate)
    }

    // MARK: Results

    /// What becomes of the update of a result.
    enum Fate { case keep, apply, drop }

    /// The message with a result, to be sent, and what is to be done with its update.
    mutating func finish(_ result: WorkResult, now: Int) -> (message: WorkerMessage, fate: Fate) {
        guard let current else { preconditionFailure("a result of nothing") }
        number += 1
        self.current = nil
        let message = message(result, current)
        let (work, fate) = (current.work, fate(result, current))
        unanswered.append(
            Unanswered(
                trial: work.trial, lease: work.lease, message: message, number: number,
                isKept: fate == .keep, sentAt: now))
        return (message, fate)
    }

    private func message(_ result: WorkResult, _ current: Current) -> WorkerMessage {
        let (trial, oldest) = (current.work.trial, unanswered.first?.number ?? number)
        switch (result, current.work.lease) {
        case (.chunk(let update), .chunk(let phase, let chunk)):
            return .push(
                Push(
                    number: number, oldestUnanswered: oldest, trial: trial, phase: phase, chunk: chunk,
                    base: current.base, after: current.after, held: held(current), update: update))
        case (.milestone(let result, let hash), .milestone(let phase)):
            return .milestone(
                MilestoneReport(
                    number: number, oldestUnanswered: oldest, trial: trial, phase: phase,
                    base: current.base, result: result, parameterHash: hash))
        default: preconditionFailure("the result is of the lease's kind")
        }
    }

    private func held(_ current: Current) -> UInt64 {
        guard current.work.chainRate == nil, let holding, holding.trial == current.work.trial else {
            return current.base
        }
        return max(holding.version, current.base)
    }

    private mutating func fate(_ result: WorkResult, _ current: Current) -> Fate {
        guard case .chunk(let update) = result else { return .keep }
        guard let rate = current.work.chainRate else {
            if update != nil { return .keep }
            queue = []
            return .drop
        }
        // What diverged or was overtaken makes no version: the server's answer tells how to go on.
        guard update != nil, !current.isOvertaken, let holding, holding.trial == current.work.trial,
            current.base == holding.version + UInt64(promises.count)
        else {
            queue = []
            return .drop
        }
        promises.append(number)
        unapplied = (number, rate)
        return .apply
    }

    /// What is not answered yet, to be sent again. Its numbers stay.
    mutating func again(now: Int) -> [WorkerMessage] {
        guard let oldest = unanswered.first?.number else { return [] }
        for index in unanswered.indices {
            unanswered[index].sentAt = now
            switch unanswered[index].message {
            case .push(var push):
                push.oldestUnanswered = oldest
                unanswered[index].message = .push(push)
            case .milestone(var report):
                report.oldestUnanswered = oldest
                unanswered[index].message = .milestone(report)
            default: continue
            }
        }
        return unanswered.map(\.message)
    }

    // MARK: Answers

    func awaitsAnswer(to number: UInt64) -> Bool { unanswered.contains { $0.number == number } }

    /// Takes a commit. What it tells of leases and parameters is news if no later push was answered before.
    mutating func commit(_ number: UInt64) -> (isNews: Bool, isKept: Bool) {
        let isKept = unanswered.contains { $0.number == number && $0.isKept }
        remove(number)
        if let place = promises.firstIndex(of: number) {
            promises.removeFirst(place + 1)
            holding!.version += UInt64(place + 1)
        }
        return (answered(number), isKept)
    }

    /// Takes a refusal; false if more was begun on the refused update: then nothing that is held is true.
    mutating func refuse(_ number: UInt64) -> Bool {
        remove(number)
        _ = answered(number)
        guard promises.contains(number) else { return true }
        guard unapplied?.number == number else { return false }
        promises.removeLast()
        unapplied = nil
        return true
    }

    private mutating func remove(_ number: UInt64) { unanswered.removeAll { $0.number == number } }

    /// Whether it is the newest answer.
    private mutating func answered(_ number: UInt64) -> Bool {
        if number < newestAnswer { return false }
        newestAnswer = number
        return true
    }

    /// Takes what the server says of leases and parameters; false if it cannot be followed from here.
    mutating func take(_ assignment: Assignment, of session: SessionID) -> Bool {
        guard receive(assignment, session) else { return false }
        queue = assignment.leases.filter { lease in
            let isInWork = current?.work.trial == assignment.trial && current?.work.lease == lease
            return !isInWork
                && !unanswered.contains { $0.trial == assignment.trial && $0.lease == lease }
        }.map { Work(trial: assignment.trial, lease: $0, chainRate: assignment.chainRate) }
        return true
    }

    private mutating func receive(_ assignment: Assignment, _ session: SessionID) -> Bool {
        let sync = assignment.sync
        guard let holding, holding.trial == assignment.trial, assignment.specification.isEmpty else {
            (syncs, specification) = ([sync], assignment.specification)
            self.holding = Holding(trial: assignment.trial, version: sync.version)
            (promises, unapplied) = ([], nil)
            current?.isOvertaken = true
            return true
        }
        switch sync.content {
        case .snapshot where promises.isEmpty && sync.version != holding.version:
            syncs = [sync]
            self.holding!.version = sync.version
            current?.isOvertaken = true
            return true
        case .snapshot: return sync.version <= holding.version
        case .steps(let steps): return follow(steps, to: sync, from: holding.version, session)
        }
    }

    private mutating func follow(_ steps: [Step], to sync: Sync, from held: UInt64, _ session: SessionID)
        -> Bool
    {
        if sync.version <= held { return true }
        guard sync.version - held <= UInt64(steps.count) else { return false }
        let new = steps.suffix(Int(sync.version - held))
        for (step, number) in zip(new, promises) {
            guard step.parts.count == 1, step.parts[0].session == session, step.parts[0].number == number
            else { return false }
        }
        let kept = min(new.count, promises.count)
        promises.removeFirst(kept)
        holding!.version = sync.version
        if new.count > kept { syncs.append(sync) }
        return true
    }

    /// The server has no work for this worker for now.
    mutating func clearQueue() { queue = [] }

    /// Gives up what is in work.
    mutating func abandonCurrent() {
        current = nil
        queue = []
    }

    /// Parameters, leases and pushes of before mean nothing any more; numbers go on.
    mutating func forget() {
        let last = number
        self = Pipeline()
        number = last
        newestAnswer = last
    }
}
