import Core
import Testing

@Suite struct CounterTaskTests {
    /// Whatever the round: one that leaves a shorter one at the end, one whose inverse is rounded, a longer one than
    /// the phase.
    @Test(arguments: [1, 3, 4, 10, 60]) func averagedRoundsThatLoseNothingCountRight(round: Int) throws {
        let counter = CounterSpecification(phases: 7, chunks: 50)
        let trial = TrialSpecification(
            task: .counter(counter), normalizer: .none, rule: .sgd, learningRate: 1, precision: .float64,
            chunk: .local(samples: 1), mode: .average(round: round), seed: 0)
        let wrong = try SerialRun(trial).curve("wrong_counts")
        #expect(wrong == Array(repeating: 0, count: 8))
    }

    @Test func aMissingUpdateIsSeen() throws {
        let counter = CounterSpecification(phases: 1, chunks: 5)
        let trial = TrialSpecification(
            task: .counter(counter), normalizer: .none, rule: .sgd, learningRate: 1, precision: .float64,
            chunk: .local(samples: 1), mode: .average(round: 5), seed: 0)
        let state = try SerialRun(trial).state
        state.parameters(Double.self)[3] = 0
        let result = try trial.makeTrainer(dataset: nil).milestone(phase: 1, state: state)
        #expect(result.metrics.first { $0.name == "wrong_counts" }?.value == 1)
    }
}
