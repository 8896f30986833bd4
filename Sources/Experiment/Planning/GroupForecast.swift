internal import Core
internal import Foundation

/// What `ignd-ps plan` says of one group of trials.
package struct GroupForecast {
    private let trial: ResolvedTrial
    private let isAutomatic: Bool
    private let trials: Int
    private let work: WorkCost
    private let link: LinkCost

    package init(trial: ResolvedTrial, isAutomatic: Bool, trials: Int, work: WorkCost, link: LinkCost) {
        self.trial = trial
        self.isAutomatic = isAutomatic
        self.trials = trials
        self.work = work
        self.link = link
    }

    package var text: String {
        let lines = [
            "  \(trial.group) (\(trials) trials): \(plan.table.trainableCount) parameters, \(plan.precision.rawValue)",
            "    push      \(bytes) bytes, \(work.push.forms.joined(separator: " and "))",
            "    sample    \(NumberText.rounded(work.sampleSeconds * 1e6)) µs on one core",
            "    chunk     \(chunk)",
            "    overhead  \(NumberText.rounded(100 * choice.overhead(samples: samples))) % of the computing",
            "    updates   \(NumberText.rounded(forecast.updatesPerSecond(workers: 1))) a second with one worker",
            "    speed     \(speeds)",
        ]
        return lines.map { $0 + "\n" }.joined()
    }

    private var plan: TrialPlan { trial.specification.plan }
    private var samples: Int { trial.specification.chunk.samples }
    private var bytes: Int { work.push.bytes(samples: samples) }

    private var chunk: String {
        let kind: String
        switch trial.specification.chunk {
        case .local: kind = "local"
        case .mean: kind = "mean"
        }
        let origin = isAutomatic ? " (auto)" : ""
        return "\(kind), \(samples) samples\(origin): \(plan.chunksPerPhase) a phase"
    }

    private var choice: ChunkChoice {
        ChunkChoice(
            work: work, link: link, kind: trial.specification.chunk, mode: trial.specification.mode,
            samplesPerPhase: trial.specification.samplesPerPhase)
    }

    private var forecast: SpeedForecast {
        SpeedForecast(
            work: work, link: link, mode: trial.specification.mode, samples: samples, trials: trials)
    }

    private var speeds: String {
        let list = [1, 2, 4, 8].map { workers in
            "\(workers): \(NumberText.rounded(forecast.speedUp(workers: workers)))"
        }
        let verdict = forecast.isOneCoreFaster ? "; one core is faster for this model" : ""
        return "by workers, one core being 1: \(list.joined(separator: "  "))\(verdict)"
    }
}
