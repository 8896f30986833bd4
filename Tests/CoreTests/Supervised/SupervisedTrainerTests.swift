import Core
import Testing

@Suite struct SupervisedTrainerTests {
    static let rules: [Rule] = [.sgd, .adam(AdamConstants())]

    @Test func linearModelTakesTheStepsOfNLMS() throws {
        // θ ← θ − α(θᵀx − y)x / ‖x‖² (eq. 4.5), x ending in 1.
        let dataset = SupervisedFixture.dataset([1.0, 2, -1, 0.5], [3.0, -1], inputs: 2, split: [0, 0])
        let specification = SupervisedFixture.specification(inputs: 2, rows: 2, layers: [.dense(outputs: 1)])
        let trial = SupervisedFixture.trial(
            specification, normalizer: .ignd(epsilon: 0, lambda: 0), rate: 0.5, precision: .float64,
            chunk: .local(samples: 2))
        let trainer = try trial.makeTrainer(dataset: dataset)
        let state = SupervisedFixture.initialState(trial, trainer)
        var expected = state.values
        var random = RandomStream(seed: trial.seed, purpose: .permutation, phase: 1)
        for row in random.permutation(of: 2) {
            let (x, y) = row == 0 ? ([1, 2, 1.0], 3.0) : ([-1, 0.5, 1], -1)
            let residual = zip(expected, x).reduce(-y) { $0 + $1.0 * $1.1 }
            let norm = x.reduce(0) { $0 + $1 * $1 }
            for i in 0..<3 { expected[i] -= 0.5 * residual * x[i] / norm }
        }
        let update = try #require(SupervisedFixture.run(trainer, chunk: 0, state: state).update)
        state.apply(update, meaning: .difference, rate: 1)
        for (value, goal) in zip(state.values, expected) { #expect(abs(value - goal) < 1e-14) }
    }

    @Test(
        arguments: [TrialSpecification.ChunkKind.local(samples: 16), .mean(samples: 1), .mean(samples: 4)],
        rules)
    func learnsXOR(chunk: TrialSpecification.ChunkKind, rule: Rule) throws {
        let corners: [Float] = [0, 0, 0, 1, 1, 0, 1, 1]
        let targets: [Float] = [0, 1, 1, 0]
        let repeats = 8
        let features = (0..<repeats).flatMap { _ in corners } + corners
        let labels = (0..<repeats).flatMap { _ in targets } + targets
        let split = Array(repeating: UInt8(0), count: 4 * repeats) + [1, 1, 1, 1]
        let specification = SupervisedFixture.specification(
            inputs: 2, rows: 4 * repeats, layers: SupervisedFixture.layers([16], .tanh), epochs: 150)
        let trial = SupervisedFixture.trial(
            specification, loss: .logistic, normalizer: .ignd(epsilon: 0.1, lambda: 1e-8), rule: rule,
            rate: rule.isAdam ? 0.02 : 0.5, chunk: chunk)
        let dataset = SupervisedFixture.dataset(features, labels, inputs: 2, split: split)
        let (_, result) = try #require(try SupervisedFixture.serial(trial, dataset: dataset))
        #expect(result.metrics.map(\.name) == ["validation_accuracy", "validation_log_loss"])
        #expect(result.metrics[0].value == 1)
        #expect(result.metrics[1].value < 0.2)
    }

    @Test(arguments: Precision.allCases, rules)
    func learnsARegression(precision: Precision, rule: Rule) throws {
        let dataset = SupervisedFixture.dataset(Double.self, rows: 1_200, inputs: 5) {
            $0 < 1_000 ? .training : $0 < 1_100 ? .validation : .test
        }
        let specification = SupervisedFixture.specification(
            inputs: 5, rows: 1_000, layers: SupervisedFixture.layers([24, 17]), epochs: 15)
        let trial = SupervisedFixture.trial(
            specification, rule: rule, rate: rule.isAdam ? 0.003 : 0.02, precision: precision,
            chunk: .local(samples: 100))
        let trainer = try trial.makeTrainer(dataset: dataset)
        let before = trainer.milestone(phase: 0, state: SupervisedFixture.initialState(trial, trainer))
        let (_, after) = try #require(try SupervisedFixture.serial(trial, dataset: dataset))
        let names = ["loss", "mape", "rmse"]
        #expect(after.metrics.map(\.name) == names.map { "validation_" + $0 } + names.map { "test_" + $0 })
        #expect(after.metrics[5].value < 0.4 * before.metrics[5].value)
        #expect(after.verdict == .proceed)
    }

    @Test func metricsAreInTheOriginalUnit() throws {
        // The model's output is its bias, 2; targets were divided by 10: predictions 20 against 10 and 40.
        let dataset = SupervisedFixture.dataset([0.0, 0, 0], [1, 1, 4.0], inputs: 1, split: [0, 1, 1])
        let specification = SupervisedFixture.specification(
            inputs: 1, rows: 1, layers: [.dense(outputs: 1)], targetScale: 10)
        let trial = SupervisedFixture.trial(specification, precision: .float64, chunk: .local(samples: 1))
        let trainer = try trial.makeTrainer(dataset: dataset)
        let state = SupervisedFixture.initialState(trial, trainer)
        state.parameters(Double.self)[1] = 2
        let metrics = trainer.milestone(phase: 1, state: state).metrics
        #expect(metrics[0] == Metric("validation_loss", 0.5 * (1 + 4) / 2))
        #expect(metrics[1] == Metric("validation_mape", (10.0 / 10 + 20.0 / 40) / 2))
        #expect(metrics[2] == Metric("validation_rmse", (500.0 / 2).squareRoot() * 1))
    }

    @Test(arguments: [TrialSpecification.ChunkKind.local(samples: 50), .mean(samples: 1)])
    func aRunThatBlowsUpIsDivergedAndNotAFailure(chunk: TrialSpecification.ChunkKind) throws {
        let specification = SupervisedFixture.specification(
            inputs: 4, rows: 50, layers: SupervisedFixture.layers([8, 8]), epochs: 20)
        let trial = SupervisedFixture.trial(specification, normalizer: .none, rate: 1e6, chunk: chunk)
        let dataset = SupervisedFixture.dataset(Float.self, rows: 50, inputs: 4)
        #expect(try SupervisedFixture.serial(trial, dataset: dataset) == nil)
    }

    @Test func aMilestoneOfInfiniteParametersIsDiverged() throws {
        let specification = SupervisedFixture.specification(
            inputs: 4, rows: 50, layers: SupervisedFixture.layers([8, 8]))
        let trial = SupervisedFixture.trial(specification, chunk: .mean(samples: 1))
        let trainer = try trial.makeTrainer(
            dataset: SupervisedFixture.dataset(Float.self, rows: 50, inputs: 4))
        let state = SupervisedFixture.initialState(trial, trainer)
        state.parameters(Float.self)[3] = .infinity
        #expect(trainer.milestone(phase: 1, state: state).verdict == .diverged)
    }

    @Test func theMeanOfManyDirectionsIsTheMeanOfSingleOnes() throws {
        let specification = SupervisedFixture.specification(
            inputs: 6, rows: 300, layers: SupervisedFixture.layers([20, 10]))
        let dataset = SupervisedFixture.dataset(Double.self, rows: 300, inputs: 6)
        func trial(_ count: Int) -> TrialSpecification {
            SupervisedFixture.trial(specification, precision: .float64, chunk: .mean(samples: count))
        }
        let trainer = try trial(1).makeTrainer(dataset: dataset)
        let base = SupervisedFixture.initialState(trial(1), trainer)
        for count in [3, 300] {
            let (one, sum) = (base.copy(), base.copy())
            let mean = try trial(count).makeTrainer(dataset: dataset)
            let update = try #require(SupervisedFixture.run(mean, chunk: 0, state: base).update)
            one.apply(update, meaning: .direction, rate: 1)
            for chunk in 0..<count {
                let single = try #require(SupervisedFixture.run(trainer, chunk: chunk, state: base).update)
                sum.apply(single, meaning: .direction, rate: 1 / Double(count))
            }
            for (left, right) in zip(one.values, sum.values) { #expect(abs(left - right) < 1e-12) }
        }
    }

    @Test func aDataSetThatDoesNotFitIsRefusedWithAReason() throws {
        let specification = SupervisedFixture.specification(inputs: 2, rows: 2, layers: [.dense(outputs: 1)])
        let trial = SupervisedFixture.trial(specification, chunk: .local(samples: 2))
        func reason(_ tensors: [String: Dataset.Tensor]?) -> String {
            do {
                _ = try trial.makeTrainer(dataset: tensors.map { Dataset($0) })
                return "none"
            } catch { return "\(error)" }
        }
        let x = SupervisedFixture.tensor([1, 2, 3, 4] as [Float], [2, 2])
        let y = SupervisedFixture.tensor([1, 2] as [Double], [2])
        func split(_ values: [UInt8]) -> Dataset.Tensor {
            .init(type: .uint8, shape: [values.count], payload: Payload(copying: values))
        }
        #expect(reason(["X": x, "y": y, "split": split([0, 0])]) == "none")
        #expect(reason(nil) == "a supervised trial needs its data set")
        #expect(reason(["y": y, "split": split([0, 0])]) == "the data set has no tensor 'X'")
        #expect(reason(["X": y, "y": y, "split": split([0, 0])]).contains("2 dimensions"))
        let wide = SupervisedFixture.tensor([1, 2, 3, 4, 5, 6] as [Float], [2, 3])
        #expect(reason(["X": wide, "y": y, "split": split([0, 0])]).contains("3 columns"))
        let short = SupervisedFixture.tensor([1] as [Float], [1])
        #expect(reason(["X": x, "y": short, "split": split([0, 0])]).contains("'y' has 1 rows"))
        #expect(reason(["X": x, "y": y, "split": split([0, 3])]).contains("row 1 of 'split' is 3"))
        #expect(reason(["X": x, "y": y, "split": split([0, 1])]).contains("1 training rows"))
        #expect(reason(["X": x, "y": y, "split": y]).contains("must be uint8"))
        #expect(reason(["X": split([1, 2]), "y": y, "split": y]).contains("2 dimensions"))
        var truncated = x
        truncated.payload = Payload(copying: [UInt8](repeating: 0, count: 8))
        #expect(reason(["X": truncated, "y": y, "split": split([0, 0])]).contains("needs 16 bytes"))
    }
}
