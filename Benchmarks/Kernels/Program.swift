import Core

/// Speed of the serial kernels, one JSON object a line; Benchmarks/jax_serial.py prints the same of JAX.
///
///     KernelBenchmarks          all models
///     KernelBenchmarks mlp      models whose name contains a word
@main
struct Program {
    static func main() throws {
        let word = CommandLine.arguments.dropFirst().first ?? ""
        for widths in [[8, 64, 64, 32], [27, 256, 128, 64]] {
            for bias in [0, 2.5] {
                let benchmark = try NetworkBenchmark<Float>(widths: widths, hiddenBias: bias)
                if benchmark.name.contains(word) || word.isEmpty { try benchmark.run() }
            }
        }
        let layered = [
            LayerBenchmark.picture(channels: [16, 32, 64], dense: [64]),
            LayerBenchmark.picture(channels: [32, 64, 128], dense: [128, 64]),
            LayerBenchmark.text(width: 64, units: 64),
        ]
        for benchmark in layered where benchmark.name.contains(word) || word.isEmpty { benchmark.run() }
        for (columns, entries) in [(123, 14), (50_000, 135)] {
            let benchmark = try SparseBenchmark<Float>(columns: columns, entries: entries, count: 32_561)
            if benchmark.name.contains(word) || word.isEmpty { benchmark.run() }
        }
        for dimension in [8, 14] {
            if word.isEmpty || "lqr".contains(word) {
                QuadraticBenchmark<Float>(dimension: dimension).run()
                QuadraticBenchmark<Double>(dimension: dimension).run()
            }
        }
    }
}
