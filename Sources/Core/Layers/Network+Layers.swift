extension Network.Kind {
    package var hasParameters: Bool {
        switch self {
        case .dense, .sparseDense, .convolution, .embedding, .lstm: return true
        case .activation, .maxPool: return false
        }
    }
}

extension Network.Stage {
    /// The layer itself. `longest` bounds the steps of a sequence and the entries of a sparse row.
    func layer<S: Scalar>(_ type: S.Type, longest: Int) -> Layer<S> {
        switch kind {
        case .dense(let inputs, let outputs):
            return DenseLayer(offset: offset, inputs: inputs, outputs: outputs)
        case .sparseDense(let columns, let outputs):
            return SparseDenseLayer(offset: offset, columns: columns, outputs: outputs, capacity: longest)
        case .activation(let activation, let count): return ActivationLayer(activation, capacity: count)
        case .convolution(let shape): return ConvolutionLayer(offset: offset, shape: shape)
        case .maxPool(let shape):
            return MaxPoolLayer(
                channels: shape.input.channels, height: shape.input.height, width: shape.input.width,
                size: shape.size)
        case .embedding(let vocabulary, let width):
            return EmbeddingLayer(offset: offset, vocabulary: vocabulary, width: width, steps: longest)
        case .lstm(let inputs, let units):
            return LSTMLayer(offset: offset, width: inputs, units: units, steps: longest)
        }
    }
}
