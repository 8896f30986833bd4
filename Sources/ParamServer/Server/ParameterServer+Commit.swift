import Core
import Protocol

extension ParameterServer {
    /// A chunk's result: refused, recognised as a duplicate, or committed once.
    package mutating func receive(_ push: Push, from id: SessionID, now: Instant) -> [Effect] {
        let holding = Holding(trial: push.trial, version: push.base)
        if let answer = outOfTurn(push.number, push.oldestUnanswered, holding, from: id, now: now) {
            return answer
        }
        if let refusal = trials[push.trial].refusal(of: push) {
            return turnDown(refusal, trial: push.trial, from: id, now: now)
        }
        // No copy of the trial may live on here: changing it would copy its tail.
        let rate = trials[push.trial].rate(of: push)
        let staleness = trials[push.trial].staleness(of: push)
        return commit(.push(push), rate: rate, staleness: staleness, from: id, now: now)
    }

    package mutating func receive(_ report: MilestoneReport, from id: SessionID, now: Instant) -> [Effect] {
        let holding = Holding(trial: report.trial, version: report.base)
        if let answer = outOfTurn(report.number, report.oldestUnanswered, holding, from: id, now: now) {
            return answer
        }
        if let refusal = trials[report.trial].refusal(of: report) {
            return turnDown(refusal, trial: report.trial, from: id, now: now)
        }
        return commit(.milestone(report), rate: 1, staleness: 0, from: id, now: now)
    }

    /// A number that was answered before is answered again, in the same way; one behind a gap must wait for the
    /// missing one.
    private mutating func outOfTurn(
        _ number: UInt64, _ oldestUnanswered: UInt64, _ holding: Holding, from id: SessionID,
        now: Instant
    ) -> [Effect]? {
        guard trials.indices.contains(holding.trial) else {
            return [refuse(.malformed, "trial \(holding.trial) does not exist", number, id)]
        }
        if number == 0 { return [refuse(.malformed, "numbers count from 1", number, id)] }
        if let refusal = sessions[id]!.lastRefusal, refusal.number == number {
            return [.send(.refusal(refusal), to: id)]
        }
        let last = sessions[id]!.lastNumber
        if number <= last { return acknowledge(number, holding: holding, to: id, now: now) }
        if number == max(last + 1, oldestUnanswered) { return nil }
        return [refuse(.outOfOrder, "push \(last + 1) is missing", number, id)]
    }

    private func refuse(_ code: Refusal.Code, _ text: String, _ number: UInt64, _ id: SessionID) -> Effect {
        .send(.refusal(Refusal(code, text, number: number)), to: id)
    }

    /// A refused push is answered: its number is used up, its lease is free.
    private mutating func turnDown(_ refusal: Refusal, trial: Int, from id: SessionID, now: Instant)
        -> [Effect]
    {
        answered(refusal.number, of: id)
        sessions[id]!.lastRefusal = refusal
        trials[trial].release(id)
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
        let acknowledgement = acknowledge(record.number, holding: record.holding, to: id, now: now)
        return [.append(record)] + consequences + acknowledgement + serveWaiting(now: now)
    }

    /// The commit with the worker's next work, if there is any.
    private mutating func acknowledge(
        _ number: UInt64, holding: Holding, to id: SessionID, now: Instant
    ) -> [Effect] {
        answered(number, of: id)
        sessions[id]!.holding = holding
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
        lastNumbers[record.session] = max(lastNumbers[record.session] ?? 0, record.number)
        let index = record.trial
        trials[index].start()
        let phase = trials[index].phase
        var effects: [Effect] = []
        switch record.body {
        case .push(let push): trials[index].apply(push, from: record.session, rate: record.rate)
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
        case .push(let push): return trials[record.trial].refusal(of: push)?.text
        case .milestone(let report): return trials[record.trial].refusal(of: report)?.text
        }
    }

    private func happening(_ kind: Happening.Kind, _ record: Record, phase: Int) -> Happening {
        Happening(
            sequence: sequence, timeMilliseconds: record.timeMilliseconds, trial: record.trial, phase: phase,
            version: trials[record.trial].version, worker: record.session, kind: kind)
    }
}
