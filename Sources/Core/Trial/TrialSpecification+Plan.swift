extension TrialSpecification {
    /// The trial as the server sees it.
    package var plan: TrialPlan {
        let shape = taskShape
        return TrialPlan(
            table: shape.table, precision: precision, rule: rule, learningRate: learningRate,
            schedule: schedule, meaning: meaning, mode: mode, phases: shape.phases,
            chunksPerPhase: (shape.samplesPerPhase + chunk.samples - 1) / chunk.samples,
            datasets: shape.datasets, lossWatch: lossWatch)
    }

    /// What is watched are the losses that a supervised milestone reports: there may be no validation rows.
    private var lossWatch: LossWatch.Rule? {
        guard let divergence, case .supervised = task else { return nil }
        let name = loss == .squared ? "loss" : "log_loss"
        return LossWatch.Rule(
            metrics: ["validation_" + name, "test_" + name], factor: divergence.lossFactor,
            milestones: divergence.milestones)
    }

    package var meaning: UpdateMeaning {
        switch chunk {
        case .mean: return .direction
        case .local: return .difference
        }
    }

    /// Samples (control: steps or episodes) that the chunks of a phase share.
    package var samplesPerPhase: Int { taskShape.samplesPerPhase }

    private struct TaskShape {
        var table: TensorTable
        var phases: Int
        var samplesPerPhase: Int
        var datasets: [String] = []
    }

    private var taskShape: TaskShape {
        switch task {
        case .lqr(let lqr):
            return TaskShape(
                table: LQRTrainer<Double>.table(lqr), phases: lqr.improvements,
                samplesPerPhase: lqr.updatesPerImprovement)
        case .frozenLake(let lake):
            return TaskShape(
                table: FrozenLakeTrainer<Double>.table(lake),
                phases: (lake.episodes + lake.episodesPerPhase - 1) / lake.episodesPerPhase,
                samplesPerPhase: lake.episodesPerPhase)
        case .supervised(let supervised):
            return TaskShape(
                table: supervised.table, phases: supervised.epochs,
                samplesPerPhase: supervised.trainingRows, datasets: [supervised.dataset])
        case .counter(let counter):
            return TaskShape(
                table: CounterTrainer<Double>.table(counter), phases: counter.phases,
                samplesPerPhase: counter.chunks * chunk.samples)
        }
    }

    /// The trainer of this trial. `dataset` is what `plan.datasets` names, if it names one.
    package func makeTrainer(dataset: Dataset?) throws -> any Trainer {
        switch precision {
        case .float32: return try makeTrainer(Float.self, dataset: dataset)
        case .float64: return try makeTrainer(Double.self, dataset: dataset)
        }
    }

    private func makeTrainer<S: Scalar>(_ type: S.Type, dataset: Dataset?) throws -> any Trainer {
        switch task {
        case .lqr(let lqr): return LQRTrainer<S>(lqr, trial: self)
        case .frozenLake(let lake): return FrozenLakeTrainer<S>(lake, trial: self)
        case .supervised(let supervised):
            return try SupervisedTrainer<S>(supervised, trial: self, dataset: dataset)
        case .counter(let counter): return CounterTrainer<S>(counter, trial: self)
        }
    }
}
