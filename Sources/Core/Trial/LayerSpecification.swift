/// One layer of a declared model.
package enum LayerSpecification: Codable, Sendable, Equatable {
    case dense(outputs: Int)
    case activation(Activation)
    /// Two-dimensional, with a square kernel and zeros around the picture.
    case convolution(channels: Int, kernel: Int, stride: Int, padding: Int)
    /// Maxima over squares of `size`, side by side.
    case maxPool(size: Int)
    /// A picture as a row of numbers.
    case flatten
    /// A row of `width` numbers for each token.
    case embedding(width: Int)
    /// Long short-term memory; its output is the last hidden state.
    case lstm(units: Int)
}

package enum Activation: String, Codable, Sendable, CaseIterable {
    case identity, relu, tanh, sigmoid
}
