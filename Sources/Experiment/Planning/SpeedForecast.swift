package import Core

/// What a chunk size promises: pushes a second, and the speed against one core that does the same chunks alone. Each
/// worker, and the server, is supposed to have a core of its own.
package struct SpeedForecast {
    private let work: WorkCost
    private let link: LinkCost
    private let mode: TrialSpecification.Mode
    private let samples: Int
    private let trials: Int

    /// `trials` can be worked on at the same time.
    package init(
        work: WorkCost, link: LinkCost, mode: TrialSpecification.Mode, samples: Int, trials: Int
    ) {
        self.work = work
        self.link = link
        self.mode = mode
        self.samples = samples
        self.trials = trials
    }

    /// Against the serial loop; below 1 one core is faster.
    package func speedUp(workers: Int) -> Double { updatesPerSecond(workers: workers) * serialSeconds }

    /// Pushes that are applied in a second, all trials together.
    package func updatesPerSecond(workers: Int) -> Double {
        let together = min(workers, workersPerTrial)
        let busy = min(workers, workersPerTrial * trials)
        return min(Double(busy) / secondsPerPush(together: together), 1 / serverSeconds)
    }

    /// Whether no number of workers up to 8 is worth it.
    package var isOneCoreFaster: Bool { [1, 2, 4, 8].allSatisfy { speedUp(workers: $0) <= 1 } }

    private var computing: Double { work.computeSeconds(samples: samples) }
    private var serialSeconds: Double { computing + work.applySeconds }
    private var pushSeconds: Double { Double(work.push.bytes(samples: samples)) / link.bytesPerSecond }
    private var serverSeconds: Double { LinkCost.serverSecondsPerPush + pushSeconds + work.applySeconds }

    private var workersPerTrial: Int {
        switch mode {
        case .async(let workers, let bound, _): return min(workers, (bound ?? workers) + 1)
        case .average(let round): return round
        }
    }

    /// How long a worker is busy with one push if so many work on one trial: its chunk, the round trip, its own update
    /// and, in a tail or a snapshot, the others'.
    private func secondsPerPush(together: Int) -> Double {
        let closed = computing + link.roundTripSeconds + pushSeconds
        switch mode {
        case .async: return closed + work.applySeconds + missed(updates: together - 1)
        case .average(let round):
            // Who is done first waits for the last; then everybody takes the round in.
            let turns = Double((round + together - 1) / together)
            let whole = turns * closed + Double(round) * work.applySeconds + missed(updates: round - 1)
            return whole * Double(together) / Double(round)
        }
    }

    private func missed(updates: Int) -> Double {
        let tail = Double(updates) * (pushSeconds + work.applySeconds)
        return min(tail, Double(work.snapshotBytes) / link.bytesPerSecond)
    }
}
