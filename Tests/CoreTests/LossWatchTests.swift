import Core
import Testing

@Suite struct LossWatchTests {
    private static let rule = LossWatch.Rule(
        metrics: ["validation_loss", "test_loss"], factor: 10, milestones: 2)

    private func verdicts(_ losses: [Double], name: String = "validation_loss") -> [Bool] {
        var watch = LossWatch(LossWatchTests.rule)
        return losses.map { watch.hasDiverged([Metric("other", 1e9), Metric(name, $0)]) }
    }

    @Test func twoMilestonesInARowBeyondTheFactorAreDivergence() {
        #expect(verdicts([1, 11, 12]) == [false, false, true])
        #expect(verdicts([1, 11, 9, 11, .infinity]) == [false, false, false, false, true])
        #expect(verdicts([1, 10, 10, 10]) == [false, false, false, false], "the factor itself is within")
        #expect(verdicts([1, .nan, .nan]) == [false, false, true])
    }

    @Test func withoutValidationRowsTheTestLossCounts() {
        #expect(verdicts([1, 11, 12], name: "test_loss") == [false, false, true])
        #expect(verdicts([1, 11, 12], name: "test_rmse") == [false, false, false])
    }

    @Test func aLossThatBeginsAtZeroHasNoMultiples() {
        #expect(verdicts([0, 5, 5, 5]) == [false, false, false, false])
    }

    @Test func whatItRemembersIsEnoughToGoOn() {
        var first = LossWatch(LossWatchTests.rule)
        _ = first.hasDiverged([Metric("validation_loss", 1)])
        _ = first.hasDiverged([Metric("validation_loss", 11)])
        var heir = LossWatch(LossWatchTests.rule, memory: first.memory)
        let verdict = heir.hasDiverged([Metric("validation_loss", 11)])
        #expect(verdict)
    }

    /// The trial, as server, serial run and replay drive it, ends there; without the rule it does not.
    @Test(arguments: [true, false]) func theTrialEndsAsDiverged(isWatched: Bool) {
        let table = TensorTable([TensorDescription(name: "w", shape: [1])])
        let plan = TrialPlan(
            table: table, precision: .float64, rule: .sgd, learningRate: 1, schedule: .constant,
            meaning: .difference, mode: .async(workers: 1, maximumStaleness: nil, damping: 0), phases: 9,
            chunksPerPhase: 1, datasets: [], lossWatch: isWatched ? LossWatchTests.rule : nil)
        var progress = TrialProgress(plan: plan)
        for loss in [1.0, 20, 30] {
            if progress.phase > 0 { _ = progress.commit(chunk: 0, update: .empty, rate: 1) }
            // In between, a snapshot: what is written is what is read.
            progress = TrialProgress(
                plan: plan, position: progress.position,
                bytes: Payload(owner: progress.state, bytes: progress.state.bytes), openUpdates: [])
            _ = progress.complete(MilestoneResult(metrics: [Metric("validation_loss", loss)]))
        }
        #expect(progress.outcome == (isWatched ? .diverged : nil))
    }
}
