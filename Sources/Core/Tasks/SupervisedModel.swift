/// A model with the data it learns from, and how its chunks are worked on. Each kind of model has the kernels that
/// suit it.
///
/// An abstract class and not a protocol: calls through a protocol would run generic code.
class SupervisedModel<S: Scalar> {
    let targets: SampleTargets<S>
    let objective: Objective

    init(targets: SampleTargets<S>, objective: Objective) {
        self.targets = targets
        self.objective = objective
    }

    /// The parameters at the start.
    func initialParameters(seed: UInt64) -> [S] { preconditionFailure("an abstract model") }

    /// The work of a chunk on these samples.
    func chunk(_ kind: TrialSpecification.ChunkKind, base: ParameterState, numbers: [Int32], rate: S)
        -> SupervisedChunk<S>
    { preconditionFailure("an abstract model") }

    /// How many samples are predicted at once: a prediction must not depend on how the work is sliced.
    var block: Int { 256 }

    /// f of at most `block` samples.
    func predictions(_ numbers: [Int32], parameters: UnsafePointer<S>) -> [S] {
        preconditionFailure("an abstract model")
    }

    /// Opens the data for the model that suits it.
    ///
    /// - Throws: `DatasetFault` if the data is not of the network's input; `Network.Fault`.
    static func open(_ specification: SupervisedSpecification, trial: TrialSpecification, dataset: Dataset)
        throws -> SupervisedModel<S>
    {
        let network = try Network(input: specification.input, layers: specification.layers)
        let objective = Objective(loss: trial.loss, normalizer: trial.normalizer)
        if case .vector(let inputs) = network.input, let stack = DenseStack(network) {
            let rows = try SupervisedRows<S>(dataset, inputs: inputs)
            return DenseModel(stack, rows: rows, objective: objective, rule: trial.rule)
        }
        if case .sparse(let columns) = network.input, network.isSparseLinear {
            return SparseModel(try SparseSamples(dataset, columns: columns), objective: objective)
        }
        let source = try SampleSource<S>.open(dataset, input: network.input)
        return LayeredModel(network, source: source, objective: objective)
    }
}
