import Core
import Testing

/// One test for each equation or claim of the paper that lives in a loss, a normalizer or a rule.
@Suite struct PaperTests {
    /// A sample with everything that Table 1 mentions.
    private struct Sample {
        let g: [Double]
        let loss: Loss
        let prediction, target: Double

        var derivatives: Loss.Derivatives { loss.derivatives(prediction: prediction, target: target) }
        var value: Double { loss.value(prediction: prediction, target: target) }
        var squaredNorm: Double { g.reduce(0) { $0 + $1 * $1 } }

        func direction(_ normalizer: Normalizer) -> [Double] {
            let factor = normalizer.factor(
                loss: value, derivatives: derivatives, squaredNorm: squaredNorm)
            return g.map { factor * $0 }
        }

        /// δ = gᵀΔθ of the step −α·u (eq. 4.1).
        func change(_ normalizer: Normalizer, rate: Double) -> Double {
            zip(g, direction(normalizer)).reduce(0) { $0 - rate * $1.0 * $1.1 }
        }
    }

    private func samples(_ count: Int, _ loss: Loss) -> [Sample] {
        var random = RandomStream(seed: 11, purpose: .test)
        return (0..<count).map { _ in
            let g = (0..<(1 + random.integer(below: 6))).map { _ in 3 * random.normal() }
            let target = loss == .squared ? random.normal() : Double(random.integer(below: 2))
            return Sample(g: g, loss: loss, prediction: 2 * random.normal(), target: target)
        }
    }

    private func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
        (a - b).magnitude <= tolerance * max(1e-300, max(a.magnitude, b.magnitude))
    }

    @Test(arguments: Loss.allCases) func closedForm3_12SolvesTheDenseSystem3_11(loss: Loss) throws {
        for (epsilon, lambda) in [(0.0, 1e-3), (0.1, 1e-3), (0.25, 1.0)] {
            for sample in samples(50, loss) {
                let (g, n) = (sample.g, sample.g.count)
                var system = Matrix(identity: n, scale: lambda)
                let curvature = sample.derivatives.second + epsilon
                for i in 0..<n { for j in 0..<n { system[i, j] += curvature * g[i] * g[j] } }
                let gradient = Matrix(rows: n, columns: 1, values: g.map { sample.derivatives.first * $0 })
                let dense = try #require(system.solve(gradient))
                let direction = sample.direction(.ignd(epsilon: epsilon, lambda: lambda))
                // The dense solve loses what its condition number takes.
                #expect(relativeError(direction, to: dense.values) < 1e-8)
            }
        }
    }

    @Test func dampingMultipliesAndAddsWhereItShould() {
        // λ + (ℓ″ + ε)‖g‖² with ‖g‖² = 25, ℓ′ = 2, ℓ″ = 1: ε inside the product, λ outside.
        let sample = Sample(g: [3, 4], loss: .squared, prediction: 2, target: 0)
        #expect(sample.direction(.ignd(epsilon: 0.5, lambda: 2.5)) == [3, 4].map { 2 / 40 * $0 })
        #expect(isClose(sample.change(.ignd(epsilon: 0.5, lambda: 2.5), rate: 1), -2.0 * 25 / 40))  // 4.4
    }

    @Test func aZeroSensitivityOrAZeroSlopeGivesAZeroDirection() {
        let flat = Sample(g: [0, 0], loss: .squared, prediction: 2, target: 0)
        let met = Sample(g: [3, 4], loss: .squared, prediction: 2, target: 2)
        let all: [Normalizer] = [
            .none, .ignd(epsilon: 0, lambda: 0), .ignd(epsilon: 0.1, lambda: 1e-8), .ngd,
            .sps(constant: 0.5, optimum: 0),
        ]
        for normalizer in all {
            #expect(flat.direction(normalizer) == [0, 0])
            #expect(met.direction(normalizer) == [0, 0])
        }
    }

    @Test func withoutCurvatureTheDampingCarriesTheStep() {
        // ℓ″ = 0, ℓ′ ≠ 0: d = −ℓ′g / (λ + ε‖g‖²). The logistic loss underflows to it for large |f|.
        let sample = Sample(g: [1, 2], loss: .logistic, prediction: 800, target: 0)
        #expect(sample.derivatives == Loss.logistic.derivatives(prediction: 800, target: 0))
        #expect(sample.derivatives.second == 0 && sample.derivatives.first == 1)
        #expect(sample.direction(.ignd(epsilon: 0.1, lambda: 0.5)) == [1, 2])
        #expect(sample.direction(.ignd(epsilon: 0, lambda: 0)) == [0, 0])
    }

    @Test(arguments: Loss.allCases) func theRowsOfTable1GiveTheirPredictionChange(loss: Loss) {
        for sample in samples(100, loss) {
            let (first, second) = (sample.derivatives.first, sample.derivatives.second)
            let (norm, alpha) = (sample.squaredNorm, 0.3)
            let damped = norm / (0.01 + (second + 0.1) * norm)
            let rows: [(Normalizer, Double)] = [
                (.none, -alpha * first * norm),
                (.ngd, -alpha * (first < 0 ? -1 : 1) * norm.squareRoot()),
                (.sps(constant: 2, optimum: 0.01), -alpha * (sample.value - 0.01) / (2 * first)),
                (.ignd(epsilon: 0, lambda: 0), -alpha * first / second),
                (.ignd(epsilon: 0.1, lambda: 0.01), -alpha * first * damped),
            ]
            for (normalizer, expected) in rows {
                #expect(isClose(sample.change(normalizer, rate: alpha), expected))
            }
        }
    }

    @Test func theDampedChangeTendsToTheNewtonStepAndToZero() {
        func change(_ size: Double) -> Double {
            Sample(g: [size], loss: .squared, prediction: 3, target: 1)
                .change(.ignd(epsilon: 0.5, lambda: 0.01), rate: 1)
        }
        #expect(isClose(change(1e9), -2 / 1.5))
        #expect(isClose(change(1e-9), -2 * 1e-18 / 0.01, 1e-9))
    }

    @Test func squaredLossIgndIsNLMS() {
        // Eq. 4.5, 4.7-4.8: θ ← θ − α(θᵀx − y)x/‖x‖², which at α = 1 meets the target.
        for sample in samples(50, .squared) {
            #expect(
                isClose(
                    sample.change(.ignd(epsilon: 0, lambda: 0), rate: 1), sample.target - sample.prediction))
        }
    }

    @Test func polyakWithHalfIsIgndWithOne() {
        for sample in samples(50, .squared) {
            let polyak = sample.direction(.sps(constant: 0.5, optimum: 0))
            #expect(relativeError(polyak, to: sample.direction(.ignd(epsilon: 0, lambda: 0))) < 1e-14)
        }
    }

    @Test func theLogisticStepIs4_10() {
        for sample in samples(50, .logistic) {
            let p = 1 / (1 + Double.exponential(-sample.prediction))
            let factor = (p - sample.target) / (1e-8 + (p * (1 - p) + 0.1) * sample.squaredNorm)
            let direction = sample.direction(.ignd(epsilon: 0.1, lambda: 1e-8))
            #expect(relativeError(direction, to: sample.g.map { factor * $0 }) < 1e-12)
        }
    }

    @Test func theBellmanStepIs4_11() {
        // Squared loss against a fixed target τ, δ = τ − Q: −u = δg / (λ + ‖g‖²).
        let sample = Sample(g: [1, -2, 2], loss: .squared, prediction: 0.5, target: 2)
        #expect(
            relativeError(sample.direction(.ignd(epsilon: 0, lambda: 1)), to: [-0.15, 0.3, -0.3]) < 1e-15)
    }

    @Test func oneHotScalesChangeSgdBySquareDampedIgndByShareAndIgndNotAtAll() {
        // Section 4.1: feature times c, parameter divided by c, so the prediction is the same.
        for c in [0.125, 1, 3, 10, 1024] {
            let sample = Sample(g: [c], loss: .squared, prediction: 2, target: 0.5)
            #expect(isClose(sample.change(.none, rate: 0.1), -0.1 * 1.5 * c * c))
            #expect(isClose(sample.change(.ignd(epsilon: 0, lambda: 0), rate: 0.1), -0.15))
            #expect(
                isClose(
                    sample.change(.ignd(epsilon: 0, lambda: 0.5), rate: 0.1), -0.15 * c * c / (0.5 + c * c)))
        }
    }

    @Test func theGoldenDirectionsAreReproduced() throws {
        let golden = try GoldenVectors.vectors().directions
        #expect(golden.count == 32)
        for row in golden {
            let loss: Loss = row.loss == "squared" ? .squared : .logistic
            let sample = Sample(g: row.g, loss: loss, prediction: row.f, target: row.y)
            let normalizer = Normalizer.ignd(epsilon: row.eps, lambda: row.lam)
            #expect(isClose(sample.derivatives.first, row.l1) && isClose(sample.derivatives.second, row.l2))
            var unit = sample.derivatives
            unit.first = 1
            let xi = normalizer.factor(loss: 0, derivatives: unit, squaredNorm: sample.squaredNorm)
            #expect(isClose(xi, row.xi))
            #expect(relativeError(sample.direction(normalizer).map { -$0 }, to: row.direction) < 1e-12)
            #expect(isClose(sample.change(normalizer, rate: 1), row.dhat_alpha1))
        }
    }

    @Test func theGoldenAdamRunIsReproducedByTheRule() throws {
        let golden = try GoldenVectors.vectors().adam_ignd_linear_squared
        let table = TensorTable([TensorDescription(name: "theta", shape: [3])])
        let constants = AdamConstants(beta1: golden.beta1, beta2: golden.beta2, epsilon: golden.eps)
        let state = ParameterState(table: table, precision: .float64, rule: .adam(constants))
        for step in golden.steps {
            let theta = state.parameters(Double.self)
            let prediction = (0..<3).reduce(0.0) { $0 + theta[$1] * step.x[$1] }
            let sample = Sample(g: step.x, loss: .squared, prediction: prediction, target: step.y)
            let u = sample.direction(.ignd(epsilon: 0, lambda: golden.lam))
            #expect(relativeError(u, to: step.u) < 1e-12)
            var writer = UpdateWriter<Double>(table: table, blocks: [Block(tensor: 0, form: .dense)])
            _ = writer.part(3).update(from: u)
            state.apply(writer.finish(), meaning: .direction, rate: golden.lr)
            #expect(relativeError((0..<3).map { theta[$0] }, to: step.theta) < 1e-12)
        }
    }
}
