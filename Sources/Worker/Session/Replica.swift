import Core
import Protocol

/// A worker's copy of one trial's parameters: equal to the server's at `version`, bit for bit. In a chain it may be ahead
/// of the server: then it is what the server will come to.
package final class Replica {
    package let trial: Int
    package private(set) var state: ParameterState
    package private(set) var version: UInt64 = 0
    private let meaning: UpdateMeaning
    private let isAveraged: Bool
    private var ownUpdates: [(number: UInt64, base: UInt64, update: Update, isCommitted: Bool)] = []

    package init(trial: Int, plan: TrialPlan) {
        self.trial = trial
        meaning = plan.meaning
        if case .average = plan.mode { isAveraged = true } else { isAveraged = false }
        state = ParameterState(table: plan.table, precision: plan.precision, rule: plan.rule)
    }

    /// Keeps what was pushed: the server names it in the tail and does not send it back.
    package func keep(_ update: Update, number: UInt64) {
        ownUpdates.append((number, version, update, false))
    }

    /// The server has taken it: a sync beyond its base needs it, or is a snapshot that has it.
    package func settle(number: UInt64) {
        for index in ownUpdates.indices where ownUpdates[index].number == number {
            ownUpdates[index].isCommitted = true
        }
    }

    /// Applies an own update at once, as the server will.
    package func apply(_ update: Update, rate: Double) {
        state.apply(update, meaning: meaning, rate: rate)
        version += 1
    }

    package func drop(number: UInt64) {
        ownUpdates.removeAll { $0.number == number }
    }

    /// Why a sync cannot be followed; the worker then asks for a snapshot.
    package enum Fault: Error, Equatable {
        case snapshotSize
        case gap(version: UInt64, steps: Int, newest: UInt64)
        case unknownOwnUpdate(number: UInt64)
        case misshapen
    }

    /// Follows the server: the steps since our version, each applied as the server applied it, or a snapshot. Steps up to
    /// our version may come again.
    package func follow(_ sync: Sync) throws(Fault) {
        switch sync.content {
        case .snapshot(let payload, let moments):
            guard payload.count == state.bytes.count else { throw .snapshotSize }
            state.restore(payload, moments: moments)
        case .steps(let steps):
            if sync.version <= version { return }
            guard sync.version - version <= UInt64(steps.count) else {
                throw .gap(version: version, steps: steps.count, newest: sync.version)
            }
            for step in steps.suffix(Int(sync.version - version)) { try apply(step) }
        }
        version = sync.version
        ownUpdates.removeAll { $0.isCommitted && $0.base < version }
    }

    private func apply(_ step: Step) throws(Fault) {
        var updates: [Update] = []
        for part in step.parts { updates.append(try update(of: part, frozen: step.kind == .assign)) }
        guard let first = updates.first, fits(step.kind, updates) else { throw .misshapen }
        switch step.kind {
        case .assign: state.assign(first)
        case .apply where isAveraged: state.applyMean(of: updates, meaning: meaning, rate: step.rate)
        case .apply: state.apply(first, meaning: meaning, rate: step.rate)
        }
        for part in step.parts where part.update == nil { drop(number: part.number) }
    }

    /// What `ParameterState` takes for granted: a milestone replaces whole tensors, several parts make a round, and
    /// moments move under Adam only.
    private func fits(_ kind: Step.Kind, _ updates: [Update]) -> Bool {
        let hasMoments = updates.contains { $0.moments != nil }
        switch kind {
        case .assign:
            return updates.count == 1 && !hasMoments && updates[0].blocks.allSatisfy { $0.form == .dense }
        case .apply:
            return (isAveraged || updates.count == 1) && (!hasMoments || state.rule.isAdam)
        }
    }

    private func update(of part: Step.Part, frozen: Bool) throws(Fault) -> Update {
        if let update = part.update {
            guard update.fault(in: state.table, precision: state.precision, frozen: frozen) == nil else {
                throw .misshapen
            }
            return update
        }
        guard let own = ownUpdates.first(where: { $0.number == part.number }) else {
            throw .unknownOwnUpdate(number: part.number)
        }
        return own.update
    }
}
