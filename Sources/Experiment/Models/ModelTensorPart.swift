internal import Core

/// One tensor of a model file: runs of `width` elements of the flat parameters, one behind the other.
struct ModelTensorPart {
    let name: String
    let shape: [Int]
    let width: Int
    /// Where each run starts in the flat form; none: zeros, which the flat form does not have.
    let runs: [Int]

    var elements: Int { shape.reduce(1, *) }

    /// The tensors of a model file, as PyTorch's modules name and shape them.
    static func parts(of specification: TrialSpecification) -> [ModelTensorPart] {
        let table = specification.plan.table
        guard case .supervised(let task) = specification.task,
            let network = try? Network(input: task.input, layers: task.layers)
        else {
            return zip(table.tensors, table.offsets).map { tensor, offset in
                ModelTensorPart(
                    name: tensor.name, shape: tensor.shape, width: tensor.count, runs: [offset])
            }
        }
        let learning = network.stages.filter(\.kind.hasParameters)
        return zip(learning, table.tensors).flatMap { parts(of: $0, $1) }
    }

    private static func parts(of stage: Network.Stage, _ tensor: TensorDescription) -> [ModelTensorPart] {
        switch stage.kind {
        case .dense, .activation, .maxPool:
            return dense(stage, tensor, weight: [tensor.rows, tensor.columns - 1])
        case .convolution(let shape):
            let weight = [shape.outputChannels, shape.inputChannels, shape.kernel, shape.kernel]
            return dense(stage, tensor, weight: weight)
        case .sparseDense(let columns, let outputs): return transposed(stage, tensor, columns, outputs)
        case .embedding:
            return [
                ModelTensorPart(
                    name: tensor.name + ".weight", shape: tensor.shape, width: tensor.count,
                    runs: [stage.offset])
            ]
        case .lstm(let inputs, let units): return lstm(stage, tensor, inputs, units)
        }
    }

    /// Rows of weights, each with its bias last.
    private static func dense(_ stage: Network.Stage, _ tensor: TensorDescription, weight: [Int])
        -> [ModelTensorPart]
    {
        [
            columns(0..<(tensor.columns - 1), of: stage, tensor, name: "weight", shape: weight),
            columns(
                (tensor.columns - 1)..<tensor.columns, of: stage, tensor, name: "bias", shape: [tensor.rows]),
        ]
    }

    /// [columns+1, outputs] with the bias as last row: `weight` is [outputs, columns].
    private static func transposed(
        _ stage: Network.Stage, _ tensor: TensorDescription, _ columns: Int, _ outputs: Int
    ) -> [ModelTensorPart] {
        let weights = (0..<outputs).flatMap { output in
            (0..<columns).map { stage.offset + $0 * outputs + output }
        }
        return [
            ModelTensorPart(
                name: tensor.name + ".weight", shape: [outputs, columns], width: 1, runs: weights),
            ModelTensorPart(
                name: tensor.name + ".bias", shape: [outputs], width: outputs,
                runs: [stage.offset + columns * outputs]),
        ]
    }

    /// Gates in PyTorch's order i, f, g, o. It has two biases, of which ours is the first.
    private static func lstm(
        _ stage: Network.Stage, _ tensor: TensorDescription, _ inputs: Int, _ units: Int
    ) -> [ModelTensorPart] {
        let gates = 4 * units
        return [
            columns(0..<inputs, of: stage, tensor, name: "weight_ih_l0", shape: [gates, inputs]),
            columns(
                inputs..<(inputs + units), of: stage, tensor, name: "weight_hh_l0", shape: [gates, units]),
            columns(
                (inputs + units)..<(inputs + units + 1), of: stage, tensor, name: "bias_ih_l0",
                shape: [gates]),
            ModelTensorPart(name: tensor.name + ".bias_hh_l0", shape: [gates], width: 1, runs: []),
        ]
    }

    /// Some columns of each row.
    private static func columns(
        _ columns: Range<Int>, of stage: Network.Stage, _ tensor: TensorDescription, name: String,
        shape: [Int]
    ) -> ModelTensorPart {
        ModelTensorPart(
            name: tensor.name + "." + name, shape: shape, width: columns.count,
            runs: (0..<tensor.rows).map { stage.offset + $0 * tensor.columns + columns.lowerBound })
    }
}
