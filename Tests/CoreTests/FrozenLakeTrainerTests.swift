import Core
import Testing

@Suite struct FrozenLakeTrainerTests {
    private static let ones = [Double](repeating: 1, count: 64)

    private func trial(
        scales: [Double] = ones, episodes: Int = 2_000, normalizer: Normalizer = .ignd(epsilon: 0, lambda: 0),
        rule: Rule = .sgd, rate: Double = 0.1, precision: Precision = .float64,
        chunk: TrialSpecification.ChunkKind = .local(samples: 20), seed: UInt64 = 1
    ) -> TrialSpecification {
        TrialSpecification(
            task: .frozenLake(FrozenLakeSpecification(episodes: episodes, featureScales: scales)),
            normalizer: normalizer, rule: rule, learningRate: rate, precision: precision, chunk: chunk,
            mode: .async(workers: 1, maximumStaleness: nil, damping: 0), seed: seed)
    }

    @Test func onTheOriginalTaskQlAndIgndqAreTheSameToTheBit() throws {
        let ql = try SerialRun(trial(episodes: 400, normalizer: .none))
        let ignd = try SerialRun(trial(episodes: 400))
        #expect(ql.weights(Double.self) == ignd.weights(Double.self))
        #expect(ql.curve("q_rmse") == ignd.curve("q_rmse"))
    }

    @Test func theOriginalTaskIsLearnt() throws {
        let runs = try (0..<10).map { try SerialRun(trial(seed: UInt64($0))) }
        func mean(_ name: String, _ point: Int) -> Double {
            runs.reduce(0) { $0 + $1.curve(name)[point] } / 10
        }
        #expect(mean("greedy_return", 15) == 1 && mean("greedy_return", 100) == 1)
        #expect((mean("q_rmse", 0) - 0.627).magnitude < 1e-3)
        #expect((mean("q_rmse", 25) - 0.321).magnitude < 0.015)
        #expect((mean("q_rmse", 100) - 0.293).magnitude < 0.015)
        #expect(mean("episodes", 100) == 2_000)
    }

    @Test func powersOfTwoAsScalesChangeNoDecision() throws {
        var random = RandomStream(seed: 5, purpose: .test)
        let scales: [Double] = (0..<64).map { _ in
            (random.integer(below: 2) == 0 ? -1 : 1)
                * Double(sign: .plus, exponent: random.integer(below: 21) - 10, significand: 1)
        }
        func check<S: Scalar>(_ type: S.Type) throws {
            for seed in 0..<3 {
                let seed = UInt64(seed)
                let plain = try SerialRun(trial(episodes: 500, precision: S.precision, seed: seed))
                let scaled = try SerialRun(
                    trial(scales: scales, episodes: 500, precision: S.precision, seed: seed))
                let values = zip(scaled.weights(S.self), scales).map { $0 * S($1) }
                #expect(values == plain.weights(S.self))
                #expect(plain.curve("q_rmse") == scaled.curve("q_rmse"))
            }
        }
        try check(Double.self)
        try check(Float.self)
    }

    @Test func largeScalesBlowUpQlAndLeaveIgndqAlone() throws {
        let scales = FrozenLakeSpecification.randomScales(range: 10, seed: 12_345)
        #expect(try SerialRun(trial(scales: scales, normalizer: .none)).diverged)
        let ignd = try SerialRun(trial(scales: scales))
        #expect(!ignd.diverged && ignd.curve("greedy_return").last == 1)
        #expect((ignd.curve("q_rmse").last! - 0.293).magnitude < 0.03)
        let retuned = try SerialRun(trial(scales: scales, normalizer: .none, rate: 0.001))
        #expect(!retuned.diverged && retuned.curve("q_rmse").last! > 0.4)
    }

    @Test func randomScalesAreIntegersWithoutZero() {
        let scales = FrozenLakeSpecification.randomScales(range: 10, seed: 1)
        #expect(scales.count == 64 && Set(scales).count > 10)
        #expect(scales.allSatisfy { $0.magnitude >= 1 && $0.magnitude <= 10 && $0 == $0.rounded() })
        #expect(scales.contains { $0 < 0 } && scales.contains { $0 > 0 })
        #expect(scales != FrozenLakeSpecification.randomScales(range: 10, seed: 2))
    }

    @Test func theOptimalValuesAreDiscountedDistances() {
        let values = FrozenLake.optimalValues(discount: 0.9)
        #expect((values[0..<4].max()! - 0.59049).magnitude < 1e-12)  // six moves: γ⁵
        #expect(values[14 * 4 + 2] == 1)
        #expect(values[5 * 4..<6 * 4].allSatisfy { $0 == 0 })
    }

    @Test func meanChunksAndAdamLearnToo() throws {
        let mean = try SerialRun(trial(rate: 4, chunk: .mean(samples: 2)))
        #expect(mean.curve("q_rmse").last! < 0.6)
        let adam = Rule.adam(AdamConstants())
        let local = try SerialRun(trial(episodes: 400, rule: adam, rate: 0.01))
        #expect(local.curve("q_rmse").last! < 0.6 && local.state.moments.steps > 1_000)
        let pushed = try SerialRun(trial(episodes: 400, rule: adam, rate: 0.01, chunk: .mean(samples: 1)))
        #expect(pushed.state.moments.steps == 400)
        #expect(pushed.curve("q_rmse").last! < 0.627)
    }

    @Test func theLastPhaseEndsWithTheLastEpisode() throws {
        let trial = trial(episodes: 50, chunk: .local(samples: 5))
        let run = try SerialRun(trial)
        #expect(run.curve("episodes") == [0, 20, 40, 50])
        #expect(run.weights(Double.self) == (try SerialRun(trial, lookUp: 1)).weights(Double.self))
        // Phase 3 has episodes 40..<50: two chunks, and two without anything to do.
        let trainer = try trial.makeTrainer(dataset: nil)
        let emptiness = (0..<4).map { chunk in
            trainer.begin(phase: 3, chunk: chunk, state: run.state)
            return trainer.advance(samples: 0)
        }
        #expect(emptiness == [false, false, true, true])
    }
}
