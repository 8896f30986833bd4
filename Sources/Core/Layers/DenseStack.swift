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

    package let network: Network
    package let layers: [Layer]

    package var table: TensorTable { network.table }

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
        self.network = network
    }
}
