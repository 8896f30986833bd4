/// The trial of a group whose parameters are its model: the seed with the best final value at the chosen rate.
struct ModelChoice: Equatable {
    let trial: Int
    let value: Double
    /// SHA-256 (hex) of the parameters at its end.
    let hash: String

    /// Nil if no rate was chosen, or no run of the chosen one gave a value.
    init?(_ group: ResultGroup, choice: MetricChoice) {
        var runs: [(run: TrialHistory, value: Double)] = []
        for run in group.chosen?.histories ?? [] {
            if case .value(let value) = run.ending(of: choice.name) { runs.append((run, value)) }
        }
        let best = runs.min { left, right in
            (choice.badness(left.value), left.run.key.seed, left.run.key.index)
                < (choice.badness(right.value), right.run.key.seed, right.run.key.index)
        }
        guard let best, let hash = best.run.finish?.hash else { return nil }
        self.init(trial: best.run.key.index, value: best.value, hash: hash)
    }

    private init(trial: Int, value: Double, hash: String) {
        self.trial = trial
        self.value = value
        self.hash = hash
    }
}
