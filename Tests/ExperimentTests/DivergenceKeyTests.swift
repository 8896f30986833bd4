import Core
import Experiment
import Testing

/// The key `divergence` of a sweep file.
@Suite struct DivergenceKeyTests {
    private func rule(_ line: String) throws -> DivergenceRule? {
        let directory = try TemporaryDirectory()
        let rows = (0..<30).map { "\($0),\($0 % 7)" }
        _ = try directory.save((["a,y"] + rows).joined(separator: "\n"), to: "data.csv")
        let text = """
            task: {kind: supervised, data: {csv: data.csv, target: y}, epochs: 1}
            optimizer: ignd
            learning_rate: 0.1
            \(line)
            """
        return try parse(text, directory: directory.path).trials[0].specification.divergence
    }

    @Test func leftOutItIsTheUsualRule() throws {
        #expect(try rule("") == DivergenceRule(lossFactor: 10, milestones: 2, parameterLimit: 1e12))
    }

    @Test func itCanBeChangedOrTurnedOff() throws {
        #expect(try rule("divergence: none") == nil)
        let expected = DivergenceRule(lossFactor: 3, milestones: 5, parameterLimit: 1e12)
        #expect(try rule("divergence: {loss_factor: 3, milestones: 5}") == expected)
    }

    @Test func thePlanWatchesWhatTheLossIsCalled() throws {
        let task = SupervisedSpecification(
            dataset: "", input: .vector(width: 1), trainingRows: 1, layers: [], epochs: 1)
        var trial = TrialSpecification(
            task: .supervised(task), loss: .logistic, normalizer: .none, rule: .sgd, learningRate: 1,
            precision: .float64, chunk: .local(samples: 1),
            mode: .async(workers: 1, maximumStaleness: nil, damping: 0), seed: 0)
        #expect(trial.plan.lossWatch == nil, "as in a run of before there was a rule")
        trial.divergence = DivergenceRule()
        #expect(trial.plan.lossWatch?.metrics == ["validation_log_loss", "test_log_loss"])
        trial.loss = .squared
        #expect(trial.plan.lossWatch?.metrics == ["validation_loss", "test_loss"])
    }

    @Test(arguments: [
        ("divergence: off", "expected none or a mapping"), ("divergence: {loss_factor: 0}", "loss_factor"),
        ("divergence: {milestones: 0}", "milestones"), ("divergence: {losses: 1}", "unknown key"),
    ])
    func aMistakeIsNamed(_ line: String, _ sentence: String) {
        #expect {
            try rule(line)
        } throws: {
            "\($0)".contains(sentence)
        }
    }

    @Test func tasksThatHaveLimitsOfTheirOwnDoNotTakeIt() {
        #expect(
            problem(counterSweep("divergence: none")).contains("is for supervised tasks; leave the key out"))
    }
}
