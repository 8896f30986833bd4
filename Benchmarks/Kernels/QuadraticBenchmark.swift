import Core

/// Temporal-difference steps on quadratic features: IGNDQ undamped, as the control tasks run it.
struct QuadraticBenchmark<S: Scalar> {
    let dimension: Int
    private let count = 4_096
    private let passes = 16

    func run() {
        let results = Measurement.interleaved(
            samples: count * passes,
            [steps(.ignd(epsilon: 0, lambda: 0), rate: 1), steps(.none, rate: 1e-5)])
        for (method, result) in zip(["ignd", "sgd"], results) {
            result.report([
                "model": "lqr-\(dimension * (dimension + 1) / 2)", "precision": S.precision.rawValue,
                "method": method, "form": "serial",
            ])
        }
    }

    private func steps(_ normalizer: Normalizer, rate: Double) -> () -> Void {
        let evaluation = QuadraticEvaluation<S>(
            dimension: dimension, hasBias: false, discount: 0.9, normalizer: normalizer, capacity: count)
        var random = RandomStream(seed: 3, purpose: .test)
        for row in 0..<count {
            var square = S(0)
            for column in 0..<dimension {
                let z = S(random.normal())
                evaluation.points[row * evaluation.stride + column] = z
                evaluation.nextPoints[row * evaluation.stride + column] = S(0.5 * random.normal())
                square += z * z
            }
            evaluation.rewards[row] = -square
        }
        let weights = AlignedMemory(byteCount: (evaluation.features + 64) * MemoryLayout<S>.stride)
        return {
            for _ in 0..<passes {
                evaluation.step(weights.pointer(to: S.self), rate: rate, count: count)
            }
        }
    }
}
