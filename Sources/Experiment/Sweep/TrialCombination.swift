internal import Core

/// Refuses settings that are each right but cannot go together.
struct TrialCombination {
    private let trial: TrialSpecification
    private let kind: TaskKind
    private let document: ConfigurationMapping

    init(_ trial: TrialSpecification, kind: TaskKind, document: ConfigurationMapping) {
        self.trial = trial
        self.kind = kind
        self.document = document
    }

    func check() throws {
        try checkLocalAdam()
        try checkPrecision()
        if kind == .counter { try checkCounter() }
    }

    private var isLocal: Bool {
        if case .local = trial.chunk { return true }
        return false
    }

    private func checkLocalAdam() throws {
        guard isLocal, trial.rule.isAdam else { return }
        let remedy = "use one worker, or chunk: {kind: mean, samples: ...}, or a rule without moments"
        switch trial.mode {
        case .async(let workers, _, _) where workers > 1:
            throw error(
                "mode",
                "local chunks with Adam need one worker, not \(workers): its moments travel with the lease; \(remedy)"
            )
        case .average(let round) where round > 1:
            throw error(
                "mode",
                "local chunks with Adam need one worker, not rounds of \(round): moments cannot be averaged; \(remedy)"
            )
        default: return
        }
    }

    private func checkPrecision() throws {
        guard kind.isControl, trial.precision == .float32 else { return }
        throw error(
            "precision",
            "control tasks need float64: in float32 the policy error stops falling at about 2e-6; leave the key out"
        )
    }

    /// The counter must count: each chunk adds exactly one.
    private func checkCounter() throws {
        guard isLocal else { throw error("chunk", "the counter needs chunk kind local; leave the key out") }
        if trial.rule.isAdam || trial.normalizer != .none {
            throw error("optimizer", "the counter needs sgd; leave the key out")
        }
        if case .async(_, _, let damping) = trial.mode, damping != 0 {
            throw error("mode", "the counter cannot be damped by staleness; leave staleness_damping out")
        }
    }

    private func error(_ key: String, _ message: String) -> InputError {
        (document[key] ?? document.place).error(message)
    }
}
