/// What has happened to a trial: its phase, the chunks that have committed, its parameters.
///
/// The server, a serial run and a replay all drive this value; it knows no worker, no lease and no network, and
/// it is the only caller of `ParameterState`'s changes outside a chunk.
package struct TrialProgress {
    package let plan: TrialPlan
    /// The parameters, with all that was committed.
    package var state: ParameterState {
        settle()
        return parameters
    }
    private let parameters: ParameterState
    /// Nil: every commit changes the parameters at once.
    private let backlog: Backlog?
    package private(set) var phase = 0
    /// Changes applied so far; pushes and snapshots name it.
    package private(set) var version: UInt64 = 0
    package private(set) var committed = ChunkSet(capacity: 0)
    package private(set) var outcome: TrialOutcome?
    /// `average`: the chunks of the open round, and the updates that have come for it, in chunk order.
    package private(set) var round = 0..<0
    private var roundUpdates: [Update?] = []
    private var lossWatch: LossWatch?

    /// With `putsOff` commits change the parameters when they are next looked at, or by `settle()`.
    package init(plan: TrialPlan, putsOff: Bool = false) {
        self.plan = plan
        parameters = ParameterState(table: plan.table, precision: plan.precision, rule: plan.rule)
        backlog = putsOff ? Backlog(of: parameters, meaning: plan.meaning) : nil
        lossWatch = plan.lossWatch.map { LossWatch($0) }
        open(phase: 0)
    }

    /// Whether only the phase's milestone is missing.
    package var awaitsMilestone: Bool { outcome == nil && committed.isFull }

    /// Whether commits wait to change the parameters.
    package var isBehind: Bool { !(backlog?.isEmpty ?? true) }

    /// Whether so many that it should not be put off any more.
    package var isFarBehind: Bool { backlog?.isLong ?? false }

    /// Makes the changes that were put off. Only one thread at a time may work on a trial.
    package func settle() { backlog?.settle() }

    private func change(_ change: Backlog.Change) {
        if let backlog { return backlog.add(change) }
        change.make(in: parameters, plan.meaning)
    }

    /// Takes one chunk's update; true if the parameters changed (in `average` mode only a full round changes them).
    package mutating func commit(chunk: Int, update: Update, rate: Double) -> Bool {
        precondition(outcome == nil, "an ended trial takes no more updates")
        committed.insert(chunk)
        switch plan.mode {
        case .async:
            change(.update(update, rate: rate))
            version += 1
            return true
        case .average:
            precondition(round.contains(chunk), "a round takes its own chunks")
            roundUpdates[chunk - round.lowerBound] = update
            return closeRound(rate: rate)
        }
    }

    private mutating func closeRound(rate: Double) -> Bool {
        let updates = roundUpdates.compactMap { $0 }
        guard updates.count == round.count else { return false }
        change(.mean(updates, rate: rate))
        version += 1
        openRound(from: round.upperBound)
        return true
    }

    private mutating func openRound(from start: Int) {
        guard case .average(let size) = plan.mode else { return }
        round = start..<min(start + size, plan.chunks(inPhase: phase))
        roundUpdates = [Update?](repeating: nil, count: round.count)
    }

    /// Takes the milestone of a complete phase; true if the parameters changed.
    package mutating func complete(_ result: MilestoneResult) -> Bool {
        precondition(awaitsMilestone, "a milestone closes a complete phase")
        let changes = !result.assignment.blocks.isEmpty
        if changes {
            state.assign(result.assignment)
            version += 1
        }
        let isLost = lossWatch?.hasDiverged(result.metrics) ?? false
        switch result.verdict {
        case .diverged: outcome = .diverged
        case .proceed where isLost: outcome = .diverged
        case .converged: outcome = .converged
        case .proceed where phase == plan.phases: outcome = .completed
        case .proceed: open(phase: phase + 1)
        }
        return changes
    }

    /// A chunk left the range of sense.
    package mutating func diverge() { outcome = .diverged }

    private mutating func open(phase: Int) {
        self.phase = phase
        committed = ChunkSet(capacity: plan.chunks(inPhase: phase))
        openRound(from: 0)
    }
}

extension TrialProgress {
    /// Everything but the numbers: what a snapshot stores beside the state's bytes.
    package struct Position: Codable, Sendable, Equatable {
        package var phase: Int
        package var version: UInt64
        package var committed: [Int]
        package var roundStart: Int
        package var steps: UInt64
        package var powers: AdamPowers
        package var lossWatch: LossWatch.Memory?
    }

    package var position: Position {
        Position(
            phase: phase, version: version, committed: committed.members, roundStart: round.lowerBound,
            steps: state.moments.steps, powers: state.moments.powers, lossWatch: lossWatch?.memory)
    }

    /// The updates of the open round with their chunks.
    package var openUpdates: [(chunk: Int, update: Update)] {
        zip(round, roundUpdates).compactMap { chunk, update in update.map { (chunk, $0) } }
    }

    /// A trial as a snapshot found it.
    package init(
        plan: TrialPlan, putsOff: Bool = false, position: Position, bytes: Payload,
        openUpdates: [(chunk: Int, update: Update)]
    ) {
        self.init(plan: plan, putsOff: putsOff)
        open(phase: position.phase)
        version = position.version
        for chunk in position.committed { committed.insert(chunk) }
        openRound(from: position.roundStart)
        if let memory = position.lossWatch {
            lossWatch = plan.lossWatch.map { LossWatch($0, memory: memory) }
        }
        for (chunk, update) in openUpdates { roundUpdates[chunk - round.lowerBound] = update }
        state.restore(bytes, moments: Update.Moments(steps: position.steps, powers: position.powers))
    }
}
