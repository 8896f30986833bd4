import Core
import Protocol

extension ParameterServer {
    /// The work that is in somebody's hands, that which was granted first at the front.
    func heldWork(now: Int) -> [ServerStatus.Held] {
        openTrials.flatMap { index in
            trials[index].leases.holders.map { holder in
                ServerStatus.Held(
                    worker: sessions[holder.session]?.name ?? "", trial: index,
                    lease: holder.lease.description, milliseconds: now - holder.since,
                    behind: trials[index].version - min(holder.base, trials[index].version))
            }
        }.sorted { $0.milliseconds > $1.milliseconds }
    }

    /// Those who wait, each with the oldest work of the trial that it was on, or else the oldest of all.
    func waitingWorkers(for held: [ServerStatus.Held], now: Int) -> [ServerStatus.Waiting] {
        let oldest = Dictionary(held.map { ($0.trial, $0) }) { first, _ in first }
        return waiting.prefix(ServerStatus.listLimit).compactMap { sessions[$0] }.map { session in
            ServerStatus.Waiting(
                worker: session.name, milliseconds: now - (session.waitingSince ?? now),
                cause: session.trial.flatMap { oldest[$0] } ?? held.first,
                quarantine: session.isQuarantined(at: now) ? session.quarantinedUntil! - now : nil,
                refusedInARow: session.refusedInARow)
        }
    }

    var runningTrials: [ServerStatus.Running] {
        openTrials.compactMap { index in
            guard let progress = trials[index].progress, !trials[index].hasEnded else { return nil }
            return ServerStatus.Running(
                trial: index, phase: progress.phase, phases: progress.plan.phases,
                chunks: progress.committed.capacity, chunksDone: progress.committed.members.count,
                version: progress.version)
        }
    }
}
