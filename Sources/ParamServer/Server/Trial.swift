import Core
import Protocol

/// One trial on the server: what has happened to it, who works on it, and what workers may miss.
package struct Trial {
    package let index: Int
    package let plan: TrialPlan
    /// JSON of the specification, as workers get it; opaque here.
    package let specification: [UInt8]
    /// Nil before the first worker and after the end: parameters are held only while they are needed.
    package private(set) var progress: TrialProgress?
    package private(set) var outcome: TrialOutcome?
    package private(set) var leases = LeaseBook()
    /// The longest that a chunk and a milestone took from lease to commit.
    private var longestMilliseconds = (chunk: 0, milestone: 0)
    /// Of the open phase's commits, where several workers may meet.
    package private(set) var staleness = StalenessHistogram()
    /// What made the newest version; nil: nothing yet.
    package private(set) var origin: Origin?
    /// Whether its parameters change after the answers, not before them.
    package var putsOff = false
    private var tail: Tail
    package private(set) var roundParts: [Step.Part?] = []

    package init(index: Int, plan: TrialPlan, specification: [UInt8]) {
        self.index = index
        self.plan = plan
        self.specification = specification
        tail = Tail(snapshotBytes: 0)
        tail = Tail(snapshotBytes: stateBytes)
    }

    /// Of the parameters and the optimizer's state.
    package var stateBytes: Int {
        ParameterState.byteCount(table: plan.table, precision: plan.precision, rule: plan.rule)
    }
    package var hasEnded: Bool { outcome != nil }
    package var version: UInt64 { progress?.version ?? 0 }
    package var phase: Int { progress?.phase ?? 0 }

    package mutating func start() {
        if progress == nil && outcome == nil { progress = TrialProgress(plan: plan, putsOff: putsOff) }
    }

    // MARK: Leases

    /// All leases of `session`: those that it has, and more while there is work for it, at most `limit`. None: all is
    /// done or in other hands. `idle` others wait for work.
    package mutating func grant(to session: SessionID, limit: Int, idle: Int, now: Int) -> [Lease] {
        if hasEnded { return [] }
        start()
        var count = leases.count(of: session)
        while count < limit, let lease = nextLease(having: count, idle: idle) {
            leases.grant(lease, to: session, base: version, now: now)
            count += 1
        }
        return leases.leases(of: session)
    }

    private mutating func nextLease(having count: Int, idle: Int) -> Lease? {
        guard let progress else { return nil }
        if progress.awaitsMilestone {
            return leases.isMilestoneLeased ? nil : .milestone(phase: progress.phase)
        }
        let mayHave =
            count == 0 ? leases.sessionCount < plan.maximumWorkers : isPlenty(having: count, idle, progress)
        guard mayHave, freshLeases(progress) > 0 else { return nil }
        let chunk = leases.nextChunk(in: openChunks(progress), committed: progress.committed)
        return chunk.map { .chunk(phase: progress.phase, chunk: $0) }
    }

    private var isAveraging: Bool { if case .average = plan.mode { true } else { false } }

    /// One worker at a time does its chunks in order: each begins on what the one before has made.
    package var isChained: Bool { if case .async(1, _, _) = plan.mode { true } else { false } }

    /// The rate by which a worker applies its own chunks of the open phase at once; nil: it does not.
    package var chainRate: Double? { isChained ? plan.rate(phase: phase, staleness: 0) : nil }

    private func openChunks(_ progress: TrialProgress) -> Range<Int> {
        isAveraging ? progress.round : 0..<progress.committed.capacity
    }

    /// Whether a session may have one more than its `count` leases: nobody who waits shall have less for it, and at the
    /// end of a phase the others shall have something, too.
    private func isPlenty(having count: Int, _ idle: Int, _ progress: TrialProgress) -> Bool {
        let done = isAveraging ? roundParts.count { $0 != nil } : progress.committed.count
        let free = openChunks(progress).count - done - leases.holders.count
        let left = min(free, freshLeases(progress)) - 1
        let others = min(idle, plan.maximumWorkers - leases.sessionCount)
        return left >= others * (count + 1) && (isAveraging || left >= leases.sessionCount - 1)
    }

    /// How many more leases keep every lease's staleness within the bound: the oldest may commit after all others.
    private func freshLeases(_ progress: TrialProgress) -> Int {
        guard case .async(_, .some(let maximum), _) = plan.mode, !isChained else { return .max }
        let oldest = leases.holders.map(\.base).min() ?? progress.version
        return min(maximum, Int.max - 1) + 1 - Int(progress.version - oldest) - leases.holders.count
    }

    package mutating func release(_ session: SessionID) { leases.release(session) }

    package mutating func release(_ lease: Lease, of session: SessionID) {
        leases.release(lease, of: session)
    }

    /// Takes note of how long the session had this lease, which is done.
    package mutating func noteDuration(of lease: Lease, by session: SessionID, now: Int) {
        guard let holder = leases.holders.first(where: { $0.session == session && $0.lease == lease }) else {
            return
        }
        switch lease {
        case .chunk: longestMilliseconds.chunk = max(longestMilliseconds.chunk, now - holder.since)
        case .milestone:
            longestMilliseconds.milestone = max(longestMilliseconds.milestone, now - holder.since)
        }
    }

    /// Leases that have lasted beyond measure: many times a silent worker's, and several times what any took here.
    package func overdue(now: Int, leaseMilliseconds: Int) -> [LeaseBook.Holder] {
        leases.holders.filter { holder in
            let longest =
                if case .chunk = holder.lease { longestMilliseconds.chunk } else {
                    longestMilliseconds.milestone
                }
            return now - holder.since > max(30 * leaseMilliseconds, 4 * longest)
        }
    }

    // MARK: Pushes

    /// Why a push cannot be taken, or nil. Looks only; touches nothing.
    package func refusal(of push: Push, from session: SessionID) -> Refusal? {
        guard let progress, outcome == nil, push.phase == progress.phase,
            push.chunk < progress.committed.capacity, !progress.committed.contains(push.chunk)
        else {
            return Refusal(
                .superseded, "chunk \(push.chunk) of phase \(push.phase) is done", number: push.number)
        }
        if let refusal = staleness(of: push, from: session, in: progress) { return refusal }
        guard let update = push.update else { return nil }
        switch update.fault(in: plan.table, precision: plan.precision) {
        case .wrongShape(let what): return Refusal(.wrongShape, what, number: push.number)
        case .notFinite(let name):
            return Refusal(.notFinite, "'\(name)' has a value that is not finite", number: push.number)
        case nil: break
        }
        if (update.moments != nil) != (plan.rule.isAdam && plan.meaning == .difference) {
            return Refusal(
                .wrongShape, "moments travel with local chunks under Adam only", number: push.number)
        }
        return nil
    }

    private func staleness(of push: Push, from session: SessionID, in progress: TrialProgress) -> Refusal? {
        let text: String
        switch plan.mode {
        case _ where push.base > progress.version:
            text = "base version \(push.base) is ahead of \(progress.version)"
        case .average where push.base != progress.version || !progress.round.contains(push.chunk):
            text = "the round of base version \(push.base) is closed"
        case .async where isChained && push.base != progress.version:
            text = "base version \(push.base) is not the newest, \(progress.version)"
        case .async where isChained && push.chunk > 0 && !progress.committed.contains(push.chunk - 1):
            text = "chunk \(push.chunk - 1) comes before chunk \(push.chunk)"
        case .async(_, .some(let maximum), _) where progress.version - push.base > UInt64(maximum):
            text = "base version \(push.base) is more than \(maximum) versions old"
        case .async where push.update?.moments != nil && push.base != progress.version:
            text = "moments of base version \(push.base) are outdated"
        case _
        where push.after != 0
            && (push.base != progress.version || origin != Origin(session, push.after)):
            text = "version \(push.base) was not made by number \(push.after)"
        default: return nil
        }
        return Refusal(.stale, text, number: push.number)
    }

    package func staleness(of push: Push) -> UInt64 { version - push.base }

    /// Why a milestone cannot be taken, or nil.
    package func refusal(of report: MilestoneReport) -> Refusal? {
        guard let progress, outcome == nil, progress.awaitsMilestone, report.phase == progress.phase,
            report.base == progress.version
        else {
            return Refusal(
                .superseded, "the milestone of phase \(report.phase) is not due", number: report.number)
        }
        if report.parameterHash != parameterHash.bytes {
            return Refusal(
                .hashMismatch, "parameters of trial \(index) at version \(version) differ from the server's",
                number: report.number)
        }
        let assignment = report.result.assignment
        if assignment.blocks.contains(where: { $0.form != .dense }) || assignment.moments != nil {
            return Refusal(.wrongShape, "a milestone replaces whole tensors", number: report.number)
        }
        switch assignment.fault(in: plan.table, precision: plan.precision, frozen: true) {
        case .wrongShape(let what): return Refusal(.wrongShape, what, number: report.number)
        case .notFinite(let name):
            return Refusal(.notFinite, "'\(name)' has a value that is not finite", number: report.number)
        case nil: return nil
        }
    }

    /// SHA-256 of the parameters as they are.
    package var parameterHash: Digest {
        guard let progress else { preconditionFailure("no parameters to hash") }
        return Digest(of: progress.state.parameterBytes)
    }

    /// The rate by which a push is applied: the phase's learning rate for a direction, damped by staleness.
    package func rate(of push: Push) -> Double {
        plan.rate(phase: push.phase, staleness: staleness(of: push))
    }

    private var canBeStale: Bool {
        if case .async(let workers, _, _) = plan.mode { workers > 1 } else { false }
    }

    /// Applies a push that was not refused: live or replayed, the only way chunks change the parameters.
    package mutating func apply(_ push: Push, from session: SessionID, rate: Double) {
        guard let update = push.update else { return end(.diverged) }
        leases.settle(.chunk(phase: push.phase, chunk: push.chunk))
        if canBeStale { staleness.add(staleness: staleness(of: push)) }
        let part = Step.Part(session: session, number: push.number, update: update)
        let round = progress!.round
        if isAveraging {
            if roundParts.isEmpty { roundParts = Array(repeating: nil, count: round.count) }
            roundParts[push.chunk - round.lowerBound] = part
        }
        guard progress!.commit(chunk: push.chunk, update: update, rate: rate) else { return }
        origin = Origin(session, push.number)
        let parts = isAveraging ? roundParts.compactMap { $0 } : [part]
        roundParts = []
        tail.append(Step(kind: .apply, rate: rate, parts: parts), version: version)
    }

    /// Applies a milestone; live or replayed.
    package mutating func apply(_ report: MilestoneReport, from session: SessionID) {
        leases.startPhase()
        staleness = StalenessHistogram()
        if progress!.complete(report.result) {
            origin = Origin(session, report.number)
            let part = Step.Part(session: session, number: report.number, update: report.result.assignment)
            tail.append(Step(kind: .assign, rate: 1, parts: [part]), version: version)
        }
        if let outcome = progress?.outcome { end(outcome) }
    }

    private mutating func end(_ outcome: TrialOutcome) {
        self.outcome = outcome
        leases.startPhase()
    }

    /// Lets go of an ended trial's parameters, once they are stored.
    package mutating func forget() {
        precondition(hasEnded)
        progress = nil
        tail = Tail(snapshotBytes: 0)
    }

    /// Puts a fresh trial into the state that a snapshot tells of.
    package mutating func restore(_ entry: ServerImage.TrialEntry, state: Payload?, openPushes: [Int: Record])
    {
        outcome = entry.outcome
        staleness = entry.staleness ?? StalenessHistogram()
        origin = entry.origin
        guard let position = entry.position, let state else { return }
        var updates: [(chunk: Int, update: Update)] = []
        var parts: [Int: Step.Part] = [:]
        for (chunk, record) in openPushes.sorted(by: { $0.key < $1.key }) {
            guard case .push(let push) = record.body, let update = push.update else { continue }
            updates.append((chunk, update))
            parts[chunk] = Step.Part(session: record.session, number: push.number, update: update)
        }
        let restored = TrialProgress(
            plan: plan, putsOff: putsOff, position: position, bytes: state, openUpdates: updates)
        roundParts = restored.round.map { parts[$0] }
        progress = restored
    }

    // MARK: What a worker misses

    /// Brings a worker from what it holds to the newest version: the tail or a snapshot, whichever is smaller.
    package func sync(for session: SessionID, holding: Holding?) -> Sync {
        guard let progress else { preconditionFailure("an ended trial has no work") }
        if let holding, holding.trial == index,
            let steps = tail.steps(after: holding.version, upTo: version, receiver: session)
        {
            return Sync(version: version, content: .steps(steps))
        }
        let state = progress.state
        return Sync(version: version, content: .snapshot(state.snapshot(), moments: state.moments))
    }
}
