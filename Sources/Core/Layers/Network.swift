/// A stack of dense layers with a scalar output, compiled from the declared layers.
///
/// The block of φ = ∂f/∂θ that belongs to a layer is δ·xᵀ for one sample, x ending in 1 for the bias.
package struct Network: Sendable, Equatable {
    /// One dense layer with the activation behind it; its weights are [outputs, inputs+1], the bias last.
    package struct Layer: Sendable, Equatable {
        package var inputs: Int
        package var outputs: Int
        package var activation: Activation
        /// Position of its weights in the flat parameters.
        package var offset: Int

        package var columns: Int { inputs + 1 }
    }

    /// Why layers cannot be compiled.
    package enum Fault: Error, Equatable, Sendable {
        case noDenseLayer
        case activationWithoutDenseLayer(position: Int)
        case width(Int, position: Int)
        case notScalar(outputs: Int)
        case tooManyLayers(Int, limit: Int)
    }

    package static let layerLimit = 64

    package let layers: [Layer]
    package let table: TensorTable

    package init(inputs: Int, layers declared: [LayerSpecification]) throws(Fault) {
        table = Network.table(inputs: inputs, layers: declared)
        var layers: [Layer] = []
        for (position, layer) in declared.enumerated() {
            switch layer {
            case .dense(let outputs):
                let width = layers.last?.outputs ?? inputs
                guard outputs > 0, width > 0 else { throw .width(min(outputs, width), position: position) }
                let offset = table.offsets[layers.count]
                layers.append(Layer(inputs: width, outputs: outputs, activation: .identity, offset: offset))
            case .activation(let activation):
                guard case .dense = position > 0 ? declared[position - 1] : layer else {
                    throw .activationWithoutDenseLayer(position: position)
                }
                layers[layers.count - 1].activation = activation
            }
        }
        guard let last = layers.last else { throw .noDenseLayer }
        guard last.outputs == 1 else { throw .notScalar(outputs: last.outputs) }
        guard layers.count <= Network.layerLimit else {
            throw .tooManyLayers(layers.count, limit: Network.layerLimit)
        }
        self.layers = layers
    }

    package static func table(_ specification: SupervisedSpecification) -> TensorTable {
        table(inputs: specification.inputs, layers: specification.layers)
    }

    /// A tensor for each dense layer, named by its position among the declared layers as torch.nn.Sequential
    /// numbers its modules: "layers.0", "layers.2" and so on. Export splits it into `.weight` and `.bias`.
    private static func table(inputs: Int, layers: [LayerSpecification]) -> TensorTable {
        var tensors: [TensorDescription] = []
        var width = inputs
        for (position, layer) in layers.enumerated() {
            guard case .dense(let outputs) = layer else { continue }
            tensors.append(TensorDescription(name: "layers.\(position)", shape: [outputs, width + 1]))
            width = outputs
        }
        return TensorTable(tensors)
    }

    /// The parameters at the start. Weights are uniform with variance 2/inputs before a ReLU (He et al. 2015) and
    /// 1/inputs elsewhere (LeCun), biases zero; drawn in Double, in buffer order.
    package func initialParameters<S: Scalar>(_ type: S.Type, seed: UInt64) -> [S] {
        var random = RandomStream(seed: seed, purpose: .initialisation)
        var values: [S] = []
        values.reserveCapacity(table.totalCount)
        for layer in layers {
            let variance = (layer.activation == .relu ? 2 : 1) / Double(layer.inputs)
            let bound = (3 * variance).squareRoot()
            for _ in 0..<layer.outputs {
                for _ in 0..<layer.inputs { values.append(S(bound * (2 * random.uniform() - 1))) }
                values.append(0)
            }
        }
        return values
    }
}
