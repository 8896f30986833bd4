import Core
import Testing

/// The kernel against a plain second implementation that follows the equations word for word.
@Suite struct QuadraticEvaluationTests {
    private static let normalizers: [Normalizer] = [
        .none, .ignd(epsilon: 0, lambda: 0), .ignd(epsilon: 0.1, lambda: 0.5), .ngd,
        .sps(constant: 2, optimum: 0.01),
    ]

    /// φ(z) by a double loop.
    static func features(_ z: [Double], bias: Bool) -> [Double] {
        var phi: [Double] = []
        for i in z.indices { for j in i..<z.count { phi.append(z[i] * z[j]) } }
        return bias ? phi + [1] : phi
    }

    static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    struct Transition {
        var z, next: [Double]
        var reward: Double

        /// The direction u at weights w.
        func direction(_ w: [Double], _ normalizer: Normalizer, discount: Double, bias: Bool) -> [Double] {
            let phi = features(z, bias: bias)
            let target = reward + discount * dot(w, features(next, bias: bias))
            let prediction = dot(w, phi)
            let factor = normalizer.factor(
                loss: Loss.squared.value(prediction: prediction, target: target),
                derivatives: Loss.squared.derivatives(prediction: prediction, target: target),
                squaredNorm: dot(phi, phi))
            return phi.map { factor * $0 }
        }
    }

    private func transitions(_ count: Int, dimension: Int, seed: UInt64) -> [Transition] {
        var random = RandomStream(seed: seed, purpose: .test)
        return (0..<count).map { _ in
            let z = (0..<dimension).map { _ in random.normal() }
            let next = (0..<dimension).map { _ in 0.5 * random.normal() }
            return Transition(z: z, next: next, reward: -abs(random.normal()) - 1)
        }
    }

    private func fill<S: Scalar>(_ evaluation: QuadraticEvaluation<S>, _ transitions: [Transition]) {
        for (number, transition) in transitions.enumerated() {
            for i in 0..<evaluation.dimension {
                evaluation.points[number * evaluation.stride + i] = S(transition.z[i])
                evaluation.nextPoints[number * evaluation.stride + i] = S(transition.next[i])
            }
            evaluation.rewards[number] = S(transition.reward)
        }
    }

    /// Sequential steps and summed directions of kernel and plain code.
    private func compare<S: Scalar>(
        _ type: S.Type, dimension: Int, bias: Bool, _ normalizer: Normalizer, tolerance: Double
    ) {
        let (count, discount, rate) = (21, 0.9, 0.02)
        let transitions = transitions(count, dimension: dimension, seed: UInt64(dimension))
        let evaluation = QuadraticEvaluation<S>(
            dimension: dimension, hasBias: bias, discount: discount, normalizer: normalizer, capacity: count)
        fill(evaluation, transitions)
        let start = (0..<evaluation.features).map { 0.1 * Double($0 % 5) - 0.2 }
        var (w, sum) = (start.map { S($0) }, [S](repeating: 0, count: evaluation.features))
        evaluation.addDirections(to: &sum, weights: w, count: count)
        evaluation.step(&w, rate: rate, count: count)

        var (plain, plainSum) = (start, start.map { _ in 0.0 })
        for transition in transitions {
            let fixed = transition.direction(start, normalizer, discount: discount, bias: bias)
            let u = transition.direction(plain, normalizer, discount: discount, bias: bias)
            for i in plain.indices {
                plainSum[i] += fixed[i]
                plain[i] -= rate * u[i]
            }
        }
        #expect(relativeError(w.map { Double($0) }, to: plain) < tolerance)
        #expect(relativeError(sum.map { Double($0) }, to: plainSum) < tolerance)
    }

    @Test(arguments: [1, 2, 3, 5, 7, 8, 9, 14, 16, 17, 25], normalizers)
    func theKernelAgreesWithThePlainEquations(dimension: Int, normalizer: Normalizer) {
        for bias in [false, true] {
            compare(Double.self, dimension: dimension, bias: bias, normalizer, tolerance: 1e-11)
            compare(Float.self, dimension: dimension, bias: bias, normalizer, tolerance: 1e-3)
        }
    }

    @Test func slicesOfAnyLengthGiveTheSameBits() {
        let transitions = transitions(50, dimension: 6, seed: 3)
        let whole = QuadraticEvaluation<Double>(
            dimension: 6, hasBias: true, discount: 0.9, normalizer: .ignd(epsilon: 0, lambda: 0), capacity: 50
        )
        fill(whole, transitions)
        var w = [Double](repeating: 0.1, count: whole.features)
        var sliced = w
        whole.step(&w, rate: 0.5, count: 50)
        for range in [0..<1, 1..<8, 8..<17, 17..<50] {
            fill(whole, Array(transitions[range]))
            whole.step(&sliced, rate: 0.5, count: range.count)
        }
        #expect(w == sliced)
    }

    @Test func aSampleWithoutSizeOrBeyondAllSizeIsSkipped() {
        let evaluation = QuadraticEvaluation<Double>(
            dimension: 3, hasBias: false, discount: 0.9, normalizer: .ignd(epsilon: 0, lambda: 0), capacity: 4
        )
        let bad = [0, Double.infinity, .nan, 1e200].map {
            Transition(z: [$0, 0, 0], next: [1, 1, 1], reward: -1)
        }
        fill(evaluation, bad)
        var w = [Double](repeating: 0.25, count: 6)
        evaluation.step(&w, rate: 1, count: 4)
        #expect(w == [Double](repeating: 0.25, count: 6))
    }

    @Test(arguments: [0x1p10, 0x1p-20]) func undampedIgndIsExactlyFreeOfScales(scale: Double) {
        var (w, scaled) = ([Double](repeating: 0, count: 15), [Double](repeating: 0, count: 15))
        var transitions = transitions(40, dimension: 5, seed: 4)
        let evaluation = QuadraticEvaluation<Double>(
            dimension: 5, hasBias: false, discount: 0.9, normalizer: .ignd(epsilon: 0, lambda: 0),
            capacity: 40)
        fill(evaluation, transitions)
        evaluation.step(&w, rate: 1, count: 40)
        for i in transitions.indices {
            transitions[i].z = transitions[i].z.map { scale * $0 }
            transitions[i].next = transitions[i].next.map { scale * $0 }
            transitions[i].reward *= scale * scale
        }
        fill(evaluation, transitions)
        evaluation.step(&scaled, rate: 1, count: 40)
        #expect(w == scaled && w.contains { $0 != 0 })
    }
}
