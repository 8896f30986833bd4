import Core
import Protocol

extension ParameterServer {
    /// A chunk's result: refused, recognised as a duplicate, or committed once.
    package mutating func receive(_ push: Push, from id: SessionID, now: Instant) -> [Effect] {
        let turn = Turn(of: push)
        if let answer = outOfTurn(turn, from: id, now: now) { return answer }
        if let refusal = trials[push.trial].refusal(of: push, from: id) {
            return turnDown(refusal, turn, from: id, now: now)
        }
        // No copy of the trial may live on here: changing it would copy its tail.
        let rate = trials[push.trial].rate(of: push)
        let staleness = trials[push.trial].staleness(of: push)
        return commit(.push(push), rate: rate, staleness: staleness, from: id, now: now)
    }

    package mutating func receive(_ report: MilestoneReport, from id: SessionID, now: Instant) -> [Effect] {
        let turn = Turn(of: report)
        if let answer = outOfTurn(turn, from: id, now: now) { return answer }
        if let refusal = trials[report.trial].refusal(of: report) {
            return turnDown(refusal, turn, from: id, now: now)
        }
        return commit(.milestone(report), rate: 1, staleness: 0, from: id, now: now)
    }

    /// A number that was answered before is answered again, in the same way; one behind a gap must wait for the
    /// missing one.
    private mutating func outOfTurn(_ turn: Turn, from id: SessionID, now: Instant) -> [Effect]? {
        let number = turn.number
        guard trials.indices.contains(turn.trial) else {
            return [refuse(.malformed, "trial \(turn.trial) does not exist", number, id)]
        }
        if number == 0 { return [refuse(.malformed, "numbers count from 1", number, id)] }
        let last = sessions[id]!.lastNumber
        if number <= last { return answerAgain(turn, to: id, now: now) }
        if number == max(last + 1, turn.oldestUnanswered) { return nil }
        return [refuse(.outOfOrder, "push \(last + 1) is missing", number, id)]
    }

    /// Without a look at the content. A refusal may be forgotten over a restart, what was committed is not.
    private mutating func answerAgain(_ turn: Turn, to id: SessionID, now: Instant) -> [Effect] {
        if let refusal = sessions[id]!.refusals.first(where: { $0.number == turn.number }) {
            return [.send(.refusal(refusal), to: id)]
        }
        guard committedNumbers[id]?.contains(turn.number) ?? false else {
            return [refuse(.superseded, "number \(turn.number) was refused before", turn.number, id)]
        }
        // What comes late tells of an earlier time.
        let isNews = sessions[id]!.holding == nil || turn.number == sessions[id]!.lastNumber
        if isNews { sessions[id]!.holding = holding(behind: turn) }
        return acknowledge(turn.number, to: id, now: now)
    }

    /// What a session holds once this is committed: in a chain, its own update as well.
    private func holding(behind turn: Turn) -> Holding {
        let isApplied = turn.isPush && trials[turn.trial].isChained
        return Holding(trial: turn.trial, version: isApplied ? turn.base &+ 1 : turn.held)
    }

    private func refuse(_ code: Refusal.Code, _ text: String, _ number: UInt64, _ id: SessionID) -> Effect {
        .send(.refusal(Refusal(code, text, number: number)), to: id)
    }

    /// A refused push is answered: its number is used up, its lease is free.
    private mutating func turnDown(_ refusal: Refusal, _ turn: Turn, from id: SessionID, now: Instant)
        -> [Effect]
    {
        answered(refusal.number, of: id)
        sessions[id]!.note(refusal, oldestUnanswered: turn.oldestUnanswered)
        trials[turn.trial].release(turn.lease, of: id)
        var effects = [Effect.send(.refusal(refusal), to: id)]
        if refusal.code != .superseded {
            sessions[id]!.refusedPushes += 1
            effects += note(refusal, of: sessions[id]!)
        }
        if refusal.code.isOffence { effects += quarantine(id, refusal, now: now) }
        return effects + serveWaiting(now: now)
    }

    /// A worker that is refused several times in a row gets no work for a time that grows. People are told once.
    private mutating func quarantine(_ id: SessionID, _ refusal: Refusal, now: Instant) -> [Effect] {
        sessions[id]!.refusedInARow += 1
        let count = sessions[id]!.refusedInARow
        let lease = configuration.leaseMilliseconds
        guard let time = Quarantine.milliseconds(refusedInARow: count, lease: lease) else { return [] }
        sessions[id]!.quarantinedUntil = now.milliseconds + time
        guard count == Quarantine.refusals, !sessions[id]!.wasQuarantined else { return [] }
        sessions[id]!.wasQuarantined = true
        return [
            .note(
                "worker \(sessions[id]!.name) is quarantined: \(count) pushes in a row were refused "
                    + "(\(refusal.text)); it gets no work for \(Double(time) / 1_000) s, twice as long with each more"
            )
        ]
    }

    /// A worker that is refused again and again is told of the 1st, 2nd, 4th, 8th … time.
    private func note(_ refusal: Refusal, of session: Session) -> [Effect] {
        let count = session.refusedPushes
        guard count & (count - 1) == 0 else { return [] }
        let times = count == 1 ? "" : " (\(count) so far)"
        return [.note("refused a push of \(session.name)\(times): \(refusal.text)")]
    }

    private mutating func commit(
        _ body: Record.Body, rate: Double, staleness: UInt64, from id: SessionID, now: Instant
    )
        -> [Effect]
    {
        var record = Record(
            timeMilliseconds: now.unixMilliseconds, session: id, version: 0, rate: rate, staleness: staleness,
            body: body)
        trials[record.trial].noteDuration(of: record.lease, by: id, now: now.milliseconds)
        let consequences = apply(&record)
        sessions[id]!.refusedInARow = 0
        sessions[id]!.quarantinedUntil = nil
        sessions[id]!.committed += 1
        answered(record.number, of: id)
        sessions[id]!.holding = holding(behind: Turn(of: record))
        let acknowledgement = acknowledge(record.number, to: id, now: now)
        return [.append(record)] + consequences + acknowledgement + serveWaiting(now: now)
    }

    /// The commit with the worker's work, if it has any.
    private mutating func acknowledge(_ number: UInt64, to id: SessionID, now: Instant) -> [Effect] {
        let next = assign(to: id, now: now)
        setWaiting(id, since: next == nil ? now.milliseconds : nil)
        return [.send(.commit(Commit(number: number, next: next)), to: id)]
    }

    private mutating func answered(_ number: UInt64, of id: SessionID) {
        sessions[id]!.lastNumber = max(sessions[id]!.lastNumber, number)
    }

    /// Applies one record, live or replayed: the only door through which anything changes for good. Completes the
    /// record's version and gives what follows from it.
    package mutating func apply(_ record: inout Record) -> [Effect] {
        sequence += 1
        committedNumbers[record.session, default: CommittedNumbers()].insert(record.number)
        let index = record.trial
        trials[index].start()
        let phase = trials[index].phase
        var effects: [Effect] = []
        switch record.body {
        case .push(let push):
            trials[index].apply(push, from: record.session, rate: record.rate)
            noteUnsettled(index)
        case .milestone(let report):
            let staleness = trials[index].staleness
            trials[index].apply(report, from: record.session)
            let kind = Happening.Kind.milestone(report.result.metrics, staleness)
            effects.append(.publish(happening(kind, record, phase: phase)))
        }
        record.version = trials[index].version
        if let outcome = trials[index].outcome {
            let hash = trials[index].parameterHash
            let kind = Happening.Kind.ended(outcome, parameterHash: hash, trials[index].staleness)
            effects.append(.publish(happening(kind, record, phase: phase)))
            effects.append(.store(trial: index))
        }
        if !effects.isEmpty { newestEvent = sequence }
        return effects
    }

    /// Why this record cannot follow here, or nil: it was taken when it was written, so it must be taken again.
    package mutating func contradiction(of record: Record) -> String? {
        guard trials.indices.contains(record.trial) else { return "trial \(record.trial) does not exist" }
        trials[record.trial].start()
        switch record.body {
        case .push(let push): return trials[record.trial].refusal(of: push, from: record.session)?.text
        case .milestone(let report): return trials[record.trial].refusal(of: report)?.text
        }
    }

    private func happening(_ kind: Happening.Kind, _ record: Record, phase: Int) -> Happening {
        Happening(
            sequence: sequence, timeMilliseconds: record.timeMilliseconds, trial: record.trial, phase: phase,
            version: trials[record.trial].version, worker: record.session, kind: kind)
    }
}
