/// A network of any layers, one sample at a time.
final class LayeredModel<S: Scalar>: SupervisedModel<S> {
    private let network: LayeredNetwork<S>
    private let source: SampleSource<S>
    /// Room for one direction; zero between chunks.
    private lazy var direction = AlignedMemory(
        byteCount: network.network.table.trainableCount * MemoryLayout<S>.stride)
    private lazy var touched = network.network.table.tensors.map {
        $0.isRowwise ? RowSet(capacity: $0.rows) : nil
    }
    /// The copy that local chunks step on, kept from chunk to chunk.
    private var steps: LocalSteps<S>?

    init(_ network: Network, source: SampleSource<S>, objective: Objective) {
        self.network = LayeredNetwork(network, longest: source.longest)
        self.source = source
        super.init(targets: source.targets, objective: objective)
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    override func chunk(
        _ kind: TrialSpecification.ChunkKind, base: ParameterState, numbers: [Int32], rate: S
    ) -> SupervisedChunk<S> {
        let samples = LayeredSamples(network, source: source, numbers: numbers, objective: objective)
        switch (kind, base.rule) {
        case (.mean, _):
            for rows in touched { rows?.removeAll() }
            return .layeredMean(
                LayeredMeanChunk(samples, base: base, direction: direction, touched: touched))
        case (.local, .sgd):
            return .layeredGradient(LayeredGradientChunk(samples, steps: steps(from: base), rate: rate))
        case (.local, .adam(let constants)):
            return .layeredAdam(
                LayeredAdamChunk(
                    samples, steps: steps(from: base), direction: direction, rate: rate,
                    constants: constants))
        }
    }

    private func steps(from base: ParameterState) -> LocalSteps<S> {
        let steps = steps ?? LocalSteps(from: base)
        steps.restart(from: base)
        self.steps = steps
        return steps
    }

    /// Few: one sample takes long, and nothing is gained by more.
    override var block: Int { 16 }

    @specialized(where S == Float)
    @specialized(where S == Double)
    override func predictions(_ numbers: [Int32], parameters: UnsafePointer<S>) -> [S] {
        numbers.map { network.predict(source.signal($0), parameters: parameters) }
    }
}
