/// A stack of dense layers, on the packed kernels one sample at a time and on matrix products many at once.
final class DenseModel<S: Scalar>: SupervisedModel<S> {
    private let stack: DenseStack
    private let rows: SupervisedRows<S>
    private let packed: PackedNetwork<S>
    private let batch: DenseBatch<S>
    private let adam: PackedAdam<S>?

    init(_ stack: DenseStack, rows: SupervisedRows<S>, objective: Objective, rule: Rule) {
        self.stack = stack
        self.rows = rows
        packed = PackedNetwork(stack)
        batch = DenseBatch(stack)
        if case .adam(let constants) = rule {
            adam = PackedAdam(constants, packedCount: packed.packedCount)
        } else {
            adam = nil
        }
        super.init(targets: rows.sampleTargets, objective: objective)
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    override func chunk(
        _ kind: TrialSpecification.ChunkKind, base: ParameterState, numbers: [Int32], rate: S
    ) -> SupervisedChunk<S> {
        let samples = SampleList(rows: rows, numbers: numbers)
        switch (kind, adam) {
        case (.mean, _):
            return .mean(MeanDirectionChunk(batch, base: base, samples: samples, objective: objective))
        case (.local, let adam?):
            return .localAdam(
                LocalAdamChunk(
                    packed, adam: adam, base: base, samples: samples, objective: objective, rate: rate))
        case (.local, nil):
            return .localGradient(
                LocalGradientChunk(packed, base: base, samples: samples, objective: objective, rate: rate))
        }
    }

    override var block: Int { batch.capacity }

    @specialized(where S == Float)
    @specialized(where S == Double)
    override func predictions(_ numbers: [Int32], parameters: UnsafePointer<S>) -> [S] {
        batch.predictions(SampleList(rows: rows, numbers: numbers), parameters: parameters)
    }
}
