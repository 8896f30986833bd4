import Core
import Experiment
import Foundation
import Protocol

/// Writes status.json, whole or not at all. If it cannot be written the server goes on without.
final class StatusFile {
    private let path: String
    private let sweep: String
    private let endpoint: String
    private let journal: JournalWriter
    private let started = Clock.unixMilliseconds()
    private var last: (time: Int, sequence: UInt64)?
    private var staleness = StalenessHistogram()
    private static let periodMilliseconds = 1_000

    init(path: String, sweep: String, endpoint: String, journal: JournalWriter) {
        self.path = path
        self.sweep = sweep
        self.endpoint = endpoint
        self.journal = journal
    }

    /// Counts a commit.
    func note(_ record: Record) {
        if case .push = record.body { staleness.add(staleness: record.staleness) }
    }

    /// Writes if it is time to.
    func attend(_ server: ParameterServer, state: String, now: Instant) {
        if let last, now.milliseconds - last.time < StatusFile.periodMilliseconds { return }
        let status = status(server, state, now)
        last = (now.milliseconds, server.sequence)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(status) else { return }
        try? WholeFile.write(Payload(copying: [UInt8](bytes)), to: path, syncing: false)
    }

    func remove() { try? WholeFile.remove(path) }

    private func status(_ server: ParameterServer, _ state: String, _ now: Instant) -> ServerStatus {
        let held = server.heldWork(now: now.milliseconds)
        let running = server.runningTrials
        let elapsed = last.map { now.milliseconds - $0.time } ?? 0
        let records = last.map { server.sequence - $0.sequence } ?? 0
        return ServerStatus(
            process: getpid(), unixMilliseconds: now.unixMilliseconds, startedUnixMilliseconds: started,
            sweep: sweep, endpoint: endpoint, state: state, trials: server.trials.count,
            trialsDone: server.endedTrials, trialsRunning: running.count, workers: server.sessions.count,
            heldCount: held.count, waitingCount: server.waiting.count,
            running: Array(running.prefix(ServerStatus.listLimit)),
            held: Array(held.prefix(ServerStatus.listLimit)),
            waiting: server.waitingWorkers(for: held, now: now.milliseconds), staleness: staleness,
            records: server.sequence,
            recordsPerSecond: elapsed > 0 ? Double(records) * 1_000 / Double(elapsed) : 0,
            journalBytes: (try? journal.journalBytes()) ?? 0)
    }
}
