import Core

/// A second, plain implementation in Double: the oracle of the kernels.
struct PlainNetwork {
    let network: DenseStack

    struct Sensitivity {
        var output: Double
        /// φ = ∂f/∂θ in the layout of the flat parameters.
        var values: [Double]

        var squaredNorm: Double { values.reduce(0) { $0 + $1 * $1 } }
    }

    func output(_ input: [Double], _ parameters: [Double]) -> Double {
        activations(input, parameters).last![0]
    }

    func sensitivity(_ input: [Double], _ parameters: [Double]) -> Sensitivity {
        let values = activations(input, parameters)
        var result = Sensitivity(
            output: values.last![0], values: Array(repeating: 0, count: network.table.totalCount))
        var delta = [1.0]
        for (number, layer) in network.layers.enumerated().reversed() {
            for i in 0..<layer.outputs { delta[i] *= slope(layer.activation, values[number + 1][i]) }
            var below = Array(repeating: 0.0, count: layer.inputs)
            for i in 0..<layer.outputs {
                let row = layer.offset + i * layer.columns
                for j in 0..<layer.inputs {
                    result.values[row + j] = delta[i] * values[number][j]
                    below[j] += delta[i] * parameters[row + j]
                }
                result.values[row + layer.inputs] = delta[i]
            }
            delta = below
        }
        return result
    }

    /// The inputs, then the units of each layer.
    private func activations(_ input: [Double], _ parameters: [Double]) -> [[Double]] {
        network.layers.reduce(into: [input]) { values, layer in
            let x = values.last!
            values.append(
                (0..<layer.outputs).map { i in
                    let row = layer.offset + i * layer.columns
                    let z = x.indices.reduce(parameters[row + layer.inputs]) {
                        $0 + parameters[row + $1] * x[$1]
                    }
                    return activated(layer.activation, z)
                })
        }
    }

    private func activated(_ activation: Activation, _ z: Double) -> Double {
        switch activation {
        case .identity: return z
        case .relu: return max(z, 0)
        case .tanh: return 2 * Loss.sigmoid(2 * z) - 1
        case .sigmoid: return Loss.sigmoid(z)
        }
    }

    private func slope(_ activation: Activation, _ a: Double) -> Double {
        switch activation {
        case .identity: return 1
        case .relu: return a > 0 ? 1 : 0
        case .tanh: return 1 - a * a
        case .sigmoid: return a * (1 - a)
        }
    }
}
