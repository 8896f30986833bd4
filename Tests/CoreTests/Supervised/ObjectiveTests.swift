import Core
import Testing

@Suite struct ObjectiveTests {
    static let normalizers: [Normalizer] = [
        .none, .ignd(epsilon: 0, lambda: 0), .ignd(epsilon: 0.1, lambda: 1e-8), .ngd,
        .sps(constant: 0.5, optimum: 0),
    ]

    @Test(arguments: Loss.allCases, normalizers)
    func kernelComputesTheFactorOfLossAndNormalizer(loss: Loss, normalizer: Normalizer) {
        let objective = Objective(loss: loss, normalizer: normalizer)
        for f in [-800.0, -41, -3, -0.5, 0, 0.25, 1, 2, 41, 800] {
            for y in [0.0, 1] {
                for norm in [0.0, 1e-6, 1, 250, .infinity] {
                    let expected = normalizer.factor(
                        loss: loss.value(prediction: f, target: y),
                        derivatives: loss.derivatives(prediction: f, target: y), squaredNorm: norm)
                    let factor = objective.factor(prediction: f, target: y, squaredNorm: norm)
                    #expect(abs(factor - expected) <= 1e-14 * abs(expected) || factor.isNaN && expected.isNaN)
                }
            }
        }
    }

    @Test func logisticExtremesStayFinite() {
        let objective = Objective(loss: .logistic, normalizer: .ignd(epsilon: 0.1, lambda: 1e-8))
        // ℓ″ underflows; the floor ε carries the step: s = ±1 / (λ + ε‖φ‖²).
        let expected = 1 / (1e-8 + 0.1 * 4)
        #expect(objective.factor(prediction: -1_000, target: 1, squaredNorm: 4) == -expected)
        #expect(objective.factor(prediction: 1_000, target: 0, squaredNorm: 4) == expected)
        #expect(objective.factor(prediction: 1_000, target: 1, squaredNorm: 4) == 0)
    }
}
