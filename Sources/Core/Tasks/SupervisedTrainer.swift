/// Trains a network on a prepared data set. A phase is an epoch; its order is a seeded permutation of the training
/// rows, of which chunk c takes the range [c·samples, (c+1)·samples).
///
/// Its methods are called through `any Trainer`; the explicit specialisations keep generic code out of them.
package final class SupervisedTrainer<S: Scalar>: Trainer {
    private let specification: SupervisedSpecification
    private let trial: TrialSpecification
    private let objective: Objective
    private let network: Network
    private let rows: SupervisedRows<S>
    private let packed: PackedNetwork<S>
    private let batch: DenseBatch<S>
    private let adam: PackedAdam<S>?
    private var epoch: (phase: Int, order: [Int32])
    private var work: (SupervisedChunk<S>)?

    package init(_ specification: SupervisedSpecification, trial: TrialSpecification, dataset: Dataset?)
        throws
    {
        guard let dataset else { throw DatasetFault("a supervised trial needs its data set") }
        self.specification = specification
        self.trial = trial
        objective = Objective(loss: trial.loss, normalizer: trial.normalizer)
        network = try Network(inputs: specification.inputs, layers: specification.layers)
        rows = try SupervisedRows(dataset, inputs: specification.inputs)
        let trainingRows = rows.numbers(of: .training).count
        guard trainingRows == specification.trainingRows, trainingRows > 0 else {
            throw DatasetFault(
                "the data set has \(trainingRows) training rows, the trial expects \(specification.trainingRows)"
            )
        }
        packed = PackedNetwork(network)
        batch = DenseBatch(network)
        if case .adam(let constants) = trial.rule {
            adam = PackedAdam(constants, packedCount: packed.packedCount)
        } else {
            adam = nil
        }
        epoch = (0, [])
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func begin(phase: Int, chunk: Int, state: ParameterState) {
        let samples = samples(phase: phase, chunk: chunk)
        let rate = S(trial.rate(phase: phase))
        switch (trial.chunk, adam) {
        case (.mean, _):
            work = .mean(
                MeanDirectionChunk(batch, base: state, samples: samples, objective: objective))
        case (.local, let adam?):
            work = .localAdam(
                LocalAdamChunk(
                    packed, adam: adam, base: state, samples: samples, objective: objective, rate: rate))
        case (.local, nil):
            work = .localGradient(
                LocalGradientChunk(
                    packed, base: state, samples: samples, objective: objective, rate: rate))
        }
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

    @specialized(where S == Float)
    @specialized(where S == Double)
    package func milestone(phase: Int, state: ParameterState) -> MilestoneResult {
        if phase > 0 { return evaluation(of: state.parameters(S.self)) }
        let initial = network.initialParameters(S.self, seed: trial.seed)
        var result = initial.withUnsafeBufferPointer { evaluation(of: $0.baseAddress!) }
        result.assignment = assignment(of: initial)
        return result
    }

    private func samples(phase: Int, chunk: Int) -> SampleList<S> {
        if epoch.phase != phase {
            var random = RandomStream(seed: trial.seed, purpose: .permutation, phase: phase)
            let training = rows.numbers(of: .training)
            epoch = (phase, random.permutation(of: training.count).map { training[Int($0)] })
        }
        let start = chunk * trial.chunk.samples
        precondition(chunk >= 0 && start < epoch.order.count, "the phase has no such chunk")
        let end = min(start + trial.chunk.samples, epoch.order.count)
        return SampleList(rows: rows, numbers: Array(epoch.order[start..<end]))
    }

    private func evaluation(of parameters: UnsafePointer<S>) -> MilestoneResult {
        var result = MilestoneResult(metrics: [])
        for part in [SplitPart.validation, .test] {
            let samples = SampleList(rows: rows, numbers: rows.numbers(of: part))
            if samples.count == 0 { continue }
            let evaluation = SupervisedEvaluation(
                predictions: batch.predictions(samples, parameters: parameters), samples: samples,
                loss: trial.loss, targetScale: specification.targetScale)
            result.metrics += evaluation.metrics(of: part, loss: trial.loss)
            if !evaluation.loss.isFinite { result.verdict = .diverged }
        }
        let largest = S.largestMagnitude(parameters, count: network.table.totalCount)
        if !largest.isFinite { result.verdict = .diverged }
        return result
    }

    private func assignment(of values: [S]) -> Update {
        let blocks = network.table.tensors.indices.map { Block(tensor: $0, form: .dense) }
        var writer = UpdateWriter<S>(table: network.table, blocks: blocks)
        for (tensor, offset) in zip(network.table.tensors, network.table.offsets) {
            _ = writer.part(tensor.count).update(fromContentsOf: values[offset..<(offset + tensor.count)])
        }
        return writer.finish()
    }
}
