/// Trains a model on a prepared data set. A phase is an epoch; its order is a seeded permutation of the training
/// rows, of which chunk c takes the range [c·samples, (c+1)·samples).
///
/// Its methods are called through `any Trainer`; the explicit specialisations keep generic code out of them.
package final class SupervisedTrainer<S: Scalar>: Trainer {
    private let specification: SupervisedSpecification
    private let trial: TrialSpecification
    private let network: Network
    private let model: SupervisedModel<S>
    private var epoch: (phase: Int, order: [Int32])
    private var work: (SupervisedChunk<S>)?

    package init(_ specification: SupervisedSpecification, trial: TrialSpecification, dataset: Dataset?)
        throws
    {
        guard let dataset else { throw DatasetFault("a supervised trial needs its data set") }
        self.specification = specification
        self.trial = trial
        network = try Network(input: specification.input, layers: specification.layers)
        model = try SupervisedModel<S>.open(
            network, objective: Objective(loss: trial.loss, normalizer: trial.normalizer), rule: trial.rule,
            dataset: dataset)
        let trainingRows = model.targets.numbers(of: .training).count
        guard trainingRows == specification.trainingRows, trainingRows > 0 else {
            throw DatasetFault(
                "the data set has \(trainingRows) training rows, the trial expects \(specification.trainingRows)"
            )
        }
        epoch = (0, [])
    }

    private var table: TensorTable { network.table }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func begin(phase: Int, chunk: Int, state: ParameterState) {
        work = model.chunk(
            trial.chunk, base: state, numbers: samples(phase: phase, chunk: chunk),
            rate: S(trial.rate(phase: phase)))
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func advance(samples: Int) -> Bool {
        guard let work else { preconditionFailure("a chunk is begun before it advances") }
        return work.advance(samples: max(samples, 1))
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func finish() -> ChunkResult {
        guard let work else { preconditionFailure("a chunk is begun before it finishes") }
        self.work = nil
        return work.finish()
    }

    package func milestone(phase: Int, state: ParameterState) -> MilestoneResult {
        startMilestone(phase: phase, state: state).whole()
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func startMilestone(phase: Int, state: ParameterState) -> Milestone {
        let initial = phase == 0 ? initialUpdate() : nil
        // At the start the server has no parameters yet: the drawn ones are what is evaluated.
        let state = initial.map(fresh) ?? state
        var evaluation = EvaluationProgress(model, parameters: state.parameters(S.self))
        return Milestone { [self] samples in
            guard evaluation.advance(samples: samples) else { return nil }
            return result(evaluation, state, assignment: initial ?? .empty)
        }
    }

    private func samples(phase: Int, chunk: Int) -> [Int32] {
        if epoch.phase != phase {
            var random = RandomStream(seed: trial.seed, purpose: .permutation, phase: phase)
            let training = model.targets.numbers(of: .training)
            epoch = (phase, random.permutation(of: training.count).map { training[Int($0)] })
        }
        let start = chunk * trial.chunk.samples
        precondition(chunk >= 0 && start < epoch.order.count, "the phase has no such chunk")
        let end = min(start + trial.chunk.samples, epoch.order.count)
        return Array(epoch.order[start..<end])
    }

    private func result(_ evaluation: EvaluationProgress<S>, _ state: ParameterState, assignment: Update)
        -> MilestoneResult
    {
        var result = MilestoneResult(metrics: [], assignment: assignment)
        for (part, numbers, predictions) in evaluation.parts {
            let evaluation = SupervisedEvaluation(
                predictions: predictions, of: numbers, targets: model.targets, loss: trial.loss,
                targetScale: specification.targetScale)
            result.metrics += evaluation.metrics(of: part, loss: trial.loss)
            if !evaluation.loss.isFinite { result.verdict = .diverged }
        }
        let largest = S.largestMagnitude(state.parameters(S.self), count: table.totalCount)
        let limit = trial.divergence?.parameterLimit ?? .greatestFiniteMagnitude
        if !(Double(largest) <= limit) { result.verdict = .diverged }
        return result
    }

    private func initialUpdate() -> Update {
        let values = network.initialParameters(S.self, seed: trial.seed)
        let blocks = table.tensors.indices.map { Block(tensor: $0, form: .dense) }
        var writer = UpdateWriter<S>(table: table, blocks: blocks)
        for (tensor, offset) in zip(table.tensors, table.offsets) {
            _ = writer.part(tensor.count).update(fromContentsOf: values[offset..<(offset + tensor.count)])
        }
        return writer.finish()
    }

    private func fresh(_ update: Update) -> ParameterState {
        let state = ParameterState(table: table, precision: S.precision, rule: .sgd)
        state.assign(update)
        return state
    }
}
