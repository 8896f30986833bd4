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

    /// Opens the data for the model that suits the network.
    ///
    /// - Throws: `DatasetFault` if the data is not of the network's input.
    static func open(_ network: Network, objective: Objective, rule: Rule, dataset: Dataset)
        throws(DatasetFault)
        -> SupervisedModel<S>
    {
        if case .vector(let inputs) = network.input, let stack = DenseStack(network) {
            let rows = try SupervisedRows<S>(dataset, inputs: inputs)
            return DenseModel(stack, rows: rows, objective: objective, rule: rule)
        }
        if case .sparse(let columns) = network.input, network.isSparseLinear {
            return SparseModel(try SparseSamples(dataset, columns: columns), objective: objective)
        }
        let source = try SampleSource<S>.open(dataset, input: network.input)
        return LayeredModel(network, source: source, objective: objective)
    }
}
