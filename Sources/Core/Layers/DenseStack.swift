/// A network of dense layers only, each with the activation behind it: what the packed kernels work on.
///
/// The block of φ = ∂f/∂θ that belongs to a layer is δ·xᵀ for one sample, x ending in 1 for the bias.
package struct DenseStack: Sendable, Equatable {
    /// One dense layer with the activation behind it; its weights are [outputs, inputs+1], the bias last.
    package struct Layer: Sendable, Equatable {
        package var inputs: Int
        package var outputs: Int
        package var activation: Activation
        /// Position of its weights in the flat parameters.
        package var offset: Int

        package var columns: Int { inputs + 1 }
    }

    package let layers: [Layer]
    package let table: TensorTable

    package init(inputs: Int, layers declared: [LayerSpecification]) throws(Network.Fault) {
        self.init(try Network(input: .vector(width: inputs), layers: declared))!
    }

    /// Nil if the network has layers of another kind.
    package init?(_ network: Network) {
        var layers: [Layer] = []
        for stage in network.stages {
            switch stage.kind {
            case .dense(let inputs, let outputs):
                layers.append(
                    Layer(inputs: inputs, outputs: outputs, activation: .identity, offset: stage.offset))
            case .activation(let activation, _) where !layers.isEmpty:
                layers[layers.count - 1].activation = activation
            default: return nil
            }
        }
        self.layers = layers
        table = network.table
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
