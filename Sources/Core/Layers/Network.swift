/// A model with one output, compiled from the declared layers and the shape of a sample: what each layer takes and
/// gives, and where its parameters lie.
package struct Network: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case dense(inputs: Int, outputs: Int)
        /// A dense layer on a sparse row; its tensor is transposed, so that an update touches few rows.
        case sparseDense(columns: Int, outputs: Int)
        case activation(Activation, count: Int)
        case convolution(Convolution)
        case maxPool(PoolShape)
        case embedding(vocabulary: Int, width: Int)
        case lstm(inputs: Int, units: Int)
    }

    package struct Stage: Sendable, Equatable {
        package var kind: Kind
        /// Position of its tensor in the flat parameters; 0 without one.
        package var offset: Int
        /// Whether a ReLU stands behind it, which its initial weights allow for.
        package var isBeforeReLU: Bool
    }

    /// Why layers cannot be compiled: which declared layer, and what is wrong with it.
    package struct Fault: Error, Equatable, Sendable, CustomStringConvertible {
        /// Nil: the layers as a whole.
        package let position: Int?
        package let description: String

        package init(position: Int? = nil, _ description: String) {
            self.position = position
            self.description = description
        }
    }

    package static let layerLimit = 64

    package let input: InputShape
    /// Layers that compute; `flatten` is none.
    package let stages: [Stage]
    /// A tensor for each layer with parameters, named by its position among the declared layers as
    /// torch.nn.Sequential numbers its modules: "layers.0", "layers.2" and so on.
    package let table: TensorTable

    package init(input: InputShape, layers: [LayerSpecification]) throws(Fault) {
        var compiler = try NetworkCompiler(input: input)
        for (position, layer) in layers.enumerated() { try compiler.add(layer, at: position) }
        (stages, table) = try compiler.finish()
        self.input = input
    }

    /// The parameters at the start: each layer's own rule, drawn in Double in buffer order.
    package func initialParameters<S: Scalar>(_ type: S.Type, seed: UInt64) -> [S] {
        var random = RandomStream(seed: seed, purpose: .initialisation)
        var values = [S](repeating: 0, count: table.totalCount)
        values.withUnsafeMutableBufferPointer { values in
            for stage in stages {
                stage.layer(S.self, longest: 1).initialise(
                    values.baseAddress!, random: &random, beforeReLU: stage.isBeforeReLU)
            }
        }
        return values
    }

    /// Whether its only layer is dense on sparse rows, for which there is a kernel of its own.
    package var isSparseLinear: Bool {
        guard stages.count == 1, case .sparseDense(_, 1) = stages[0].kind else { return false }
        return true
    }
}
