/// A linear model on sparse rows, whose kernels take whole lists of samples.
final class SparseModel<S: Scalar>: SupervisedModel<S> {
    private let linear: SparseLinear<S>
    private let samples: SparseSamples<S>
    private lazy var sum = SparseSum(linear)
    /// The copy that local chunks step on, kept from chunk to chunk.
    private var steps: LocalSteps<S>?

    init(_ samples: SparseSamples<S>, objective: Objective) {
        linear = SparseLinear(columns: samples.columns)
        self.samples = samples
        super.init(targets: samples.sampleTargets, objective: objective)
    }

    @specialized(where S == Float)
    @specialized(where S == Double)
    override func chunk(
        _ kind: TrialSpecification.ChunkKind, base: ParameterState, numbers: [Int32], rate: S
    ) -> SupervisedChunk<S> {
        let list = SparseSampleList(samples: samples, numbers: numbers)
        if case .mean = kind {
            return .sparseMean(
                SparseMeanChunk(linear, sum: sum, base: base, samples: list, objective: objective))
        }
        let steps = steps ?? LocalSteps(from: base)
        self.steps = steps
        return .sparseLocal(
            SparseLocalChunk(
                linear, steps: steps, base: base, samples: list, objective: objective, rate: rate))
    }

    override var block: Int { 4_096 }

    @specialized(where S == Float)
    @specialized(where S == Double)
    override func predictions(_ numbers: [Int32], parameters: UnsafePointer<S>) -> [S] {
        linear.predictions(SparseSampleList(samples: samples, numbers: numbers), parameters: parameters)
    }
}
