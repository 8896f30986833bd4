import Core
import Foundation
import Testing

@Suite struct LayeredTrainerTests {
    private static let rows = 50
    private static let trainingRows = 40

    private struct Case {
        let input: InputShape
        let layers: [LayerSpecification]
        let dataset: Dataset

        func trial(
            _ chunk: TrialSpecification.ChunkKind, rule: Rule = .sgd, precision: Precision = .float64,
            rate: Double = 0.1, epochs: Int = 1
        ) -> TrialSpecification {
            SupervisedFixture.trial(
                SupervisedFixture.specification(input, rows: trainingRows, layers: layers, epochs: epochs),
                loss: .logistic, normalizer: .ignd(epsilon: 0.1, lambda: 1e-8), rule: rule, rate: rate,
                precision: precision, chunk: chunk)
        }
    }

    private static var cases: [Case] { LayeredFixture.cases(rows: rows).map(Case.init) }
    private static let adam = Rule.adam(AdamConstants(beta1: 0.9, beta2: 0.999, epsilon: 1e-8))

    @Test(arguments: 0..<3) func theMeanIsTheMeanOfTheSinglesWhateverTheSlices(kind: Int) throws {
        let problem = LayeredTrainerTests.cases[kind]
        let (singles, together) = (problem.trial(.mean(samples: 1)), problem.trial(.mean(samples: 8)))
        let trainer = try singles.makeTrainer(dataset: problem.dataset)
        let start = SupervisedFixture.initialState(singles, trainer)
        var sum = [Double](repeating: 0, count: start.table.totalCount)
        for chunk in 0..<8 {
            let update = try #require(SupervisedFixture.run(trainer, chunk: chunk, state: start).update)
            for (index, value) in moved(start, by: update, .direction).enumerated() {
                sum[index] += (start.values[index] - value) / 8
            }
        }
        let other = try together.makeTrainer(dataset: problem.dataset)
        let mean = try #require(SupervisedFixture.run(other, chunk: 0, state: start, slice: 3).update)
        for (index, value) in moved(start, by: mean, .direction).enumerated() {
            #expect(abs(start.values[index] - value - sum[index]) < 1e-12)
        }
        #expect(sum.contains { abs($0) > 1e-3 })
    }

    @Test(arguments: 0..<3) func aLocalStepIsTheDirectionTimesTheRate(kind: Int) throws {
        let problem = LayeredTrainerTests.cases[kind]
        let (direction, local) = (problem.trial(.mean(samples: 1)), problem.trial(.local(samples: 1)))
        let trainer = try direction.makeTrainer(dataset: problem.dataset)
        let stepper = try local.makeTrainer(dataset: problem.dataset)
        let start = SupervisedFixture.initialState(direction, trainer)
        for chunk in 0..<6 {
            let one = try #require(SupervisedFixture.run(trainer, chunk: chunk, state: start).update)
            let other = try #require(SupervisedFixture.run(stepper, chunk: chunk, state: start).update)
            let (expected, found) = (
                moved(start, by: one, .direction, rate: 0.1), moved(start, by: other, .difference)
            )
            for (left, right) in zip(expected, found) { #expect(abs(left - right) < 1e-13) }
        }
    }

    /// The trainer keeps its working copy from chunk to chunk; a fresh one has none.
    @Test(arguments: 0..<3, [nil, adam])
    func aTrainerThatGoesOnGivesTheBitsOfAFreshOne(kind: Int, rule: Rule?) throws {
        let problem = LayeredTrainerTests.cases[kind]
        let trial = problem.trial(.local(samples: 9), rule: rule ?? .sgd, precision: .float32)
        let trainer = try trial.makeTrainer(dataset: problem.dataset)
        let state = SupervisedFixture.initialState(trial, trainer)
        for chunk in 0..<4 {
            let update = try #require(SupervisedFixture.run(trainer, chunk: chunk, state: state).update)
            let fresh = try trial.makeTrainer(dataset: problem.dataset)
            let same = try #require(
                SupervisedFixture.run(fresh, chunk: chunk, state: state, slice: 2).update)
            #expect(update.blocks == same.blocks)
            #expect(bits(of: update) == bits(of: same))
            state.apply(update, meaning: .difference, rate: 1)
        }
    }

    /// What the server does with directions is what a local chunk under Adam does by itself.
    @Test(arguments: 0..<3) func localAdamAndTheServersAdamAgree(kind: Int) throws {
        let problem = LayeredTrainerTests.cases[kind]
        let rule = LayeredTrainerTests.adam
        let (served, local) = (
            problem.trial(.mean(samples: 1), rule: rule), problem.trial(.local(samples: 12), rule: rule)
        )
        let trainer = try served.makeTrainer(dataset: problem.dataset)
        let state = SupervisedFixture.initialState(served, trainer)
        let start = state.copy()
        for chunk in 0..<12 {
            let update = try #require(SupervisedFixture.run(trainer, chunk: chunk, state: state).update)
            state.apply(update, meaning: .direction, rate: 0.1)
        }
        let stepper = try local.makeTrainer(dataset: problem.dataset)
        let update = try #require(SupervisedFixture.run(stepper, chunk: 0, state: start).update)
        start.apply(update, meaning: .difference, rate: 1)
        for (left, right) in zip(state.values, start.values) { #expect(abs(left - right) < 1e-12) }
    }

    @Test func aPushOfTokensCarriesTheRowsOfItsTokensOnly() throws {
        let problem = LayeredTrainerTests.cases[1]
        let trial = problem.trial(.local(samples: 3))
        let trainer = try trial.makeTrainer(dataset: problem.dataset)
        let state = SupervisedFixture.initialState(trial, trainer)
        let update = try #require(SupervisedFixture.run(trainer, chunk: 0, state: state).update)
        guard case .rows(let count) = update.blocks[0].form else {
            Issue.record("an embedding is pushed by rows")
            return
        }
        #expect(count > 0 && count < 20)  // tokens are below 20 here, the embedding has 40 rows
        #expect(update.fault(in: state.table, precision: .float64) == nil)
    }

    @Test(arguments: 0..<3) func trainingLowersTheLoss(kind: Int) throws {
        let problem = LayeredTrainerTests.cases[kind]
        let trial = problem.trial(.local(samples: 10), precision: .float32, rate: 0.3, epochs: 40)
        let trainer = try trial.makeTrainer(dataset: problem.dataset)
        let state = SupervisedFixture.initialState(trial, trainer)
        let before = try trainingLoss(problem, state)
        for phase in 1...40 {
            for chunk in 0..<4 {
                let update = try #require(
                    SupervisedFixture.run(trainer, phase: phase, chunk: chunk, state: state).update)
                state.apply(update, meaning: .difference, rate: 1)
            }
        }
        #expect(try trainingLoss(problem, state) < 0.5 * before)
    }

    @Test(arguments: 0..<3) func aMilestoneInSlicesGivesTheSameMetrics(kind: Int) throws {
        let problem = LayeredTrainerTests.cases[kind]
        let trial = problem.trial(.local(samples: 10))
        let trainer = try trial.makeTrainer(dataset: problem.dataset)
        let state = SupervisedFixture.initialState(trial, trainer)
        let whole = trainer.milestone(phase: 1, state: state)
        let milestone = trainer.startMilestone(phase: 1, state: state)
        var (slices, result): (Int, MilestoneResult?) = (0, nil)
        while result == nil {
            result = milestone.advance(samples: 1)
            slices += 1
        }
        #expect(result?.metrics == whole.metrics && !whole.metrics.isEmpty)
        // The ten validation rows are one block of samples.
        #expect(slices >= 1)
    }

    @Test func dataOfAnotherKindIsRefusedInWords() throws {
        let problem = LayeredTrainerTests.cases[0]
        #expect(throws: DatasetFault.self) {
            try problem.trial(.local(samples: 1)).makeTrainer(dataset: LayeredFixture.tokens(50))
        }
    }

    /// A copy: bytes that are read off a temporary may outlive their owner.
    private func bits(of update: Update) -> [UInt8] {
        withExtendedLifetime(update) { Array(update.payload.bytes) }
    }

    private func trainingLoss(_ problem: Case, _ state: ParameterState) throws -> Double {
        let specification = SupervisedFixture.trial(
            SupervisedFixture.specification(
                problem.input, rows: LayeredTrainerTests.trainingRows, layers: problem.layers),
            loss: .logistic, precision: state.precision, chunk: .local(samples: 1))
        let predictions = try specification.predictions(
            of: problem.dataset, parameters: Payload(owner: state, bytes: state.parameterBytes))
        let targets = (0..<LayeredTrainerTests.rows).filter { $0 % 5 != 4 }.map { Double($0 % 2) }
        let losses = zip(predictions, targets).map { Loss.logistic.value(prediction: $0, target: $1) }
        return losses.reduce(0, +) / Double(losses.count)
    }

    private func moved(
        _ start: ParameterState, by update: Update, _ meaning: UpdateMeaning, rate: Double = 1
    ) -> [Double] {
        let state = start.copy()
        state.apply(update, meaning: meaning, rate: rate)
        return state.values
    }
}
