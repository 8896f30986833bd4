import Core
import Testing

/// The kernels' φ, f and ‖φ‖² against a plain second implementation and central differences.
@Suite struct SensitivityTests {
    static let widths: [[Int]] = [
        [], [1], [3], [16], [17, 5], [64, 1, 33], [32, 64, 32], [130, 31], [2, 2, 2, 2, 2],
    ]
    static let cases = widths.flatMap { widths in Activation.allCases.map { (widths, $0) } }

    @Test(arguments: cases) func kernelAndBatchAgreeWithThePlainNetwork(widths: [Int], activation: Activation)
        throws
    {
        try check(Double.self, widths, activation, tolerance: 1e-12)
        try check(Float.self, widths, activation, tolerance: 2e-5)
    }

    @Test(arguments: cases) func plainNetworkAgreesWithCentralDifferences(
        widths: [Int], activation: Activation
    ) throws {
        let problem = try Problem<Double>(widths, activation)
        let plain = PlainNetwork(network: problem.network)
        let (x, step) = (problem.input(0), 1e-6)
        let sensitivity = plain.sensitivity(x, problem.parameters)
        for index in stride(from: 0, to: problem.parameters.count, by: 7) {
            var (up, down) = (problem.parameters, problem.parameters)
            up[index] += step
            down[index] -= step
            let slope = (plain.output(x, up) - plain.output(x, down)) / (2 * step)
            #expect(abs(slope - sensitivity.values[index]) < 1e-7 * (1 + abs(slope)))
        }
    }

    private func check<S: Scalar>(
        _ type: S.Type, _ widths: [Int], _ activation: Activation, tolerance: Double
    ) throws {
        let problem = try Problem<S>(widths, activation)
        let plain = PlainNetwork(network: problem.network)
        let (kernel, batch) = (problem.kernelResults(), problem.batchResults())
        for sample in 0..<problem.count {
            let expected = plain.sensitivity(problem.input(sample), problem.parameters.map { Double($0) })
            let scale = 1 + expected.squaredNorm.squareRoot()
            for result in [kernel[sample], batch[sample]] {
                #expect(abs(result.output - expected.output) < tolerance * scale)
                #expect(abs(result.squaredNorm - expected.squaredNorm) < tolerance * scale * scale)
                let error = zip(result.values, expected.values).map { abs($0 - $1) }.max() ?? 0
                #expect(error < tolerance * scale)
            }
        }
    }

    /// A network with random parameters, biases included, on a few samples.
    private struct Problem<S: Scalar> {
        let network: DenseStack
        let parameters: [S]
        let samples: SampleList<S>
        let inputs = 9
        let count = 5

        init(_ widths: [Int], _ activation: Activation) throws {
            network = try DenseStack(inputs: inputs, layers: SupervisedFixture.layers(widths, activation))
            let rows = try SupervisedRows<S>(
                SupervisedFixture.dataset(S.self, rows: count, inputs: inputs), inputs: inputs)
            samples = SampleList(rows: rows, numbers: rows.numbers(of: .training))
            var random = RandomStream(seed: 8, purpose: .test)
            parameters = network.network.initialParameters(S.self, seed: 4).map {
                $0 + S(0.1 * random.normal())
            }
        }

        func input(_ sample: Int) -> [Double] {
            (0..<inputs).map { Double(samples.rows.rows[sample * samples.rows.stride + $0]) }
        }

        struct Result {
            var output: Double
            var squaredNorm: Double
            var values: [Double]
        }

        func kernelResults() -> [Result] {
            let packed = PackedNetwork<S>(network)
            packed.load(parameters)
            var (outputs, norms) = (
                Array(repeating: S(0), count: count), Array(repeating: S(0), count: count)
            )
            let factors = Factors(network, count: count)
            packed.sensitivities(
                samples, 0..<count, targets: factors.targets, predictions: &outputs, squaredNorms: &norms)
            return (0..<count).map {
                Result(output: Double(outputs[$0]), squaredNorm: Double(norms[$0]), values: factors.outer($0))
            }
        }

        func batchResults() -> [Result] {
            let batch = DenseBatch<S>(network, capacity: 8)
            batch.evaluate(samples, 0..<count, parameters: parameters)
            let factors = Factors(network, count: count)
            for number in network.layers.indices {
                batch.writeFactors(layer: number, count: count, to: factors.targets[number]!)
            }
            return (0..<count).map {
                Result(
                    output: Double(batch.output($0)), squaredNorm: Double(batch.squaredNorm($0)),
                    values: factors.outer($0))
            }
        }

        /// Room for every layer's factors.
        final class Factors {
            let network: DenseStack
            let targets: [FactorTarget<S>?]
            private let memory: AlignedMemory

            init(_ network: DenseStack, count: Int) {
                self.network = network
                let sizes = network.layers.map { count * ($0.outputs + $0.columns) }
                memory = AlignedMemory(byteCount: sizes.reduce(0, +) * MemoryLayout<S>.stride)
                var start = memory.pointer(to: S.self)
                targets = zip(network.layers, sizes).map { layer, size in
                    defer { start += size }
                    return FactorTarget(left: start, right: start + count * layer.outputs)
                }
            }

            /// φ of one sample in the layout of the flat parameters.
            func outer(_ sample: Int) -> [Double] {
                zip(network.layers, targets).flatMap { layer, target in
                    (0..<(layer.outputs * layer.columns)).map { index in
                        let (i, j) = index.quotientAndRemainder(dividingBy: layer.columns)
                        return Double(target!.left[sample * layer.outputs + i])
                            * Double(target!.right[sample * layer.columns + j])
                    }
                }
            }
        }
    }
}
