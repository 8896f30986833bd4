import Core
import Protocol

/// Those who wait for work: who they are, and when they get some.
extension ParameterServer {
    /// Keeps the list of those who wait, in the order in which they are served.
    mutating func setWaiting(_ id: SessionID, since now: Int?) {
        guard let session = sessions[id] else { return }
        if now != nil && session.waitingSince != nil { return }
        if now == nil && session.waitingSince == nil { return }
        sessions[id]!.waitingSince = now
        let place = place(of: id)
        if now == nil { waiting.remove(at: place) } else { waiting.insert(id, at: place) }
    }

    /// Where `id` stands in the ascending list, or would stand.
    private func place(of id: SessionID) -> Int {
        var range = 0..<waiting.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = waiting[middle] < id ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    /// Work that has become free goes to those who wait, in a fixed order; at the end all are told.
    package mutating func serveWaiting(now: Instant) -> [Effect] {
        var effects: [Effect] = []
        for id in waiting {
            if let assignment = assign(to: id, now: now) {
                effects.append(.send(.assignment(assignment), to: id))
            } else if isSweepDone {
                effects.append(.send(.finished(reason: "all trials have ended"), to: id))
            }
        }
        return effects
    }

    /// What time brings to those who wait: a quarantine ends, and work that somebody has had for too long is given to
    /// one of them as well.
    mutating func wakeWaiting(now: Instant) -> [Effect] {
        if waiting.isEmpty || isDraining { return [] }
        let time = now.milliseconds
        let isOver = waiting.contains { sessions[$0]!.quarantinedUntil.map { $0 <= time } ?? false }
        let notes = freeOverdueLeases(now: time)
        return notes.isEmpty && !isOver ? [] : notes + serveWaiting(now: now)
    }

    /// Whoever has them still may push: the first result counts.
    private mutating func freeOverdueLeases(now: Int) -> [Effect] {
        guard waiting.contains(where: { !sessions[$0]!.isQuarantined(at: now) }) else { return [] }
        var effects: [Effect] = []
        for index in openTrials where !trials[index].leases.holders.isEmpty {
            for holder in trials[index].overdue(now: now, leaseMilliseconds: configuration.leaseMilliseconds)
            where trials[index].leases.count(of: holder.session) > 0 {
                trials[index].release(holder.session)
                let name = sessions[holder.session]?.name ?? "a worker"
                effects.append(
                    .note(
                        "worker \(name) has had \(holder.lease) of trial \(index) for "
                            + "\((now - holder.since) / 1_000) s: another that waits gets it, too"))
            }
        }
        return effects
    }
}

extension Lease: CustomStringConvertible {
    package var description: String {
        switch self {
        case .chunk(let phase, let chunk): "chunk \(chunk) of phase \(phase)"
        case .milestone(let phase): "the milestone of phase \(phase)"
        }
    }
}
