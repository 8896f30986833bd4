import Core
import Experiment

/// A server's status for a person.
struct StatusText {
    let status: ServerStatus
    /// Since the status was written.
    let ageMilliseconds: Int

    /// After this a server that writes once a second does not run as it should.
    private static let lateMilliseconds = 5_000

    var text: String {
        let parts = [heading] + running + held + waiting
        return parts.map { $0 + "\n" }.joined()
    }

    private var heading: String {
        let time = Int(clamping: status.unixMilliseconds &- status.startedUnixMilliseconds)
        let late =
            ageMilliseconds <= StatusText.lateMilliseconds
            ? ""
            : "\nNOT SEEN since \(StatusText.time(ageMilliseconds)): stopped, stuck, or without room on the disk"
        let waiting = status.trials &- status.trialsDone &- status.trialsRunning
        return """
            \(status.sweep) at \(status.endpoint): \(status.state) since \(StatusText.time(time))\(late)
            trials: \(status.trialsDone) done, \(status.trialsRunning) running, \(waiting) waiting
            workers: \(status.workers), of them waiting \(status.waitingCount); leases: \(status.heldCount)
            journal: \(status.records) records, \(Int(exactly: status.recordsPerSecond.rounded()) ?? 0) a second; \
            \(status.journalBytes / 1_000_000) MB
            staleness: \(StatusText.text(of: status.staleness))
            """
    }

    private var running: [String] {
        status.running.map {
            "trial \($0.trial): phase \($0.phase) of \($0.phases), \($0.chunksDone) of \($0.chunks) chunks, version \($0.version)"
        }
    }

    private var held: [String] {
        status.held.map { held in
            let behind = held.behind == 0 ? "" : ", \(held.behind) versions behind"
            return "\(held.worker) has \(StatusText.text(of: held))\(behind)"
        }
    }

    private var waiting: [String] {
        status.waiting.map { waiting in
            let time = StatusText.time(waiting.milliseconds)
            if let left = waiting.quarantine {
                return "\(waiting.worker) is quarantined for \(StatusText.time(left)): the last "
                    + "\(waiting.refusedInARow) pushes were refused"
            }
            let cause = waiting.cause.map { " for \($0.worker), who has \(StatusText.text(of: $0))" } ?? ""
            return "\(waiting.worker) waits since \(time)\(cause)"
        }
    }

    private static func text(of held: ServerStatus.Held) -> String {
        "\(held.lease) of trial \(held.trial) since \(time(held.milliseconds))"
    }

    private static func text(of histogram: StalenessHistogram) -> String {
        if histogram.isEmpty { return "no commits yet" }
        return histogram.counts.enumerated().map { "\(StalenessText.title(ofBucket: $0)): \($1)" }.joined(
            separator: ", ")
    }

    static func time(_ milliseconds: Int) -> String {
        let seconds = milliseconds / 1_000
        if seconds < 120 { return "\(seconds) s" }
        if seconds < 7_200 { return "\(seconds / 60) min" }
        return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
    }
}
