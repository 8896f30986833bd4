import Core
import Experiment
import Testing

@Suite struct SelectionTests {
    @Test func theBestValidationMeanIsChosenAndItsTestMetricReported() throws {
        let group = try results(
            [
                (1, [.values(3, 30), .values(5, 50)]), (0.1, [.values(2, 90), .values(4, 70)]),
                (0.01, [.values(1, 0), .values(6, 0)]),
            ], choice(.validationMean, test: "test_error"))
        #expect(group.rows.map(\.learningRate) == [0.01, 0.1, 1])
        #expect(group.chosen?.learningRate == 0.1)
        #expect(group.chosen?.tally.statistics?.mean == 3)
        let report = try #require(group.selection.report)
        #expect(report.metric == "test_error" && report.seeds == [1, 2])
        #expect(report.tally.statistics?.mean == 80)
        #expect(report.tally.statistics?.deviation == (200 as Double).squareRoot())
        #expect(group.selection.notes == [])
    }

    @Test func aMaximizedMetricChoosesTheLargestMean() throws {
        let group = try results(
            [(1, [.value(0.5)]), (2, [.value(0.9)]), (3, [.value(0.7)])],
            choice(.validationMean, goal: .maximize))
        #expect(group.chosen?.learningRate == 2)
        #expect(group.selection.report == nil)
    }

    @Test(arguments: [MetricChoice.Goal.minimize, .maximize])
    func aDivergedSeedIsInfinitelyBad(goal: MetricChoice.Goal) throws {
        let good: [End] = [.value(1), .value(1), .diverged]
        let poor: [End] = [.value(2), .value(2), .value(2)]
        let (lossy, whole) =
            goal == .minimize ? (good, poor) : (poor + [.diverged], good.dropLast() + [.value(1)])
        let group = try results(
            [(0.1, whole), (0.2, lossy), (0.3, whole)], choice(.validationMean, goal: goal))
        #expect(group.chosen?.learningRate == 0.1)
        #expect(group.rows[1].tally.diverged == 1)
        #expect(group.rows[1].tally.statistics?.count == lossy.count - 1)
    }

    @Test func anInfiniteOrUndefinedFinalValueCountsAsDiverged() throws {
        let group = try results(
            [(1, [.value(.nan), .value(-.infinity)]), (2, [.value(3), .value(4)])], choice(.validationMean))
        #expect(group.rows[0].tally.diverged == 2)
        #expect(group.rows[0].tally.statistics == nil)
        #expect(group.chosen?.learningRate == 2)
    }

    @Test func controlChoosesByTheMedianOfTheFirstHalfAndReportsTheOther() throws {
        // By all seeds the mean would choose 0.2; by the second half, 0.3.
        let group = try results(
            [
                (0.1, [.value(1), .value(2), .value(9), .value(8)]),
                (0.2, [.value(3), .value(3), .value(3), .value(3)]),
                (0.3, [.value(50), .value(60), .value(1), .value(1)]),
            ], choice(.halfOfSeeds))
        #expect(group.chosen?.learningRate == 0.1)
        #expect(group.selection.seeds == [1, 2])
        #expect(group.selection.report?.seeds == [3, 4])
        #expect(group.selection.report?.tally.statistics?.median == 8.5)
        #expect(group.chosen?.tally.statistics?.median == 5)
    }

    @Test func divergenceInTheFirstHalfCountsAsInfinity() throws {
        let group = try results(
            [
                (0.1, [.diverged, .diverged, .value(1), .value(0), .value(0), .value(0)]),
                (0.2, [.diverged, .value(5), .value(5), .diverged, .diverged, .diverged]),
            ], choice(.halfOfSeeds))
        #expect(group.chosen?.learningRate == 0.2)
        #expect(group.selection.report?.tally.diverged == 3)
        #expect(group.selection.report?.tally.statistics == nil)
    }

    @Test func theMedianBearsAMinorityOfBadRuns() throws {
        let rest: [End] = [.value(1), .value(1), .value(1)]
        let group = try results(
            [
                (0.1, [.value(5), .value(5), .value(5)] + rest),
                (0.2, [.value(2), .diverged, .value(2)] + rest),
                (0.3, [.value(100), .value(3), .value(3)] + rest),
            ], choice(.halfOfSeeds))
        #expect(group.chosen?.learningRate == 0.2)
    }

    @Test func tiesGoToFewerDivergedRunsThenToTheSmallerRate() throws {
        // Both medians of the first four seeds are infinite.
        let half = Array(repeating: End.value(1), count: 4)
        let twoLost: [End] = [.diverged, .diverged, .value(9), .value(9)] + half
        let threeLost: [End] = [.diverged, .diverged, .diverged, .value(1)] + half
        let infinite = try results([(0.1, threeLost), (0.2, twoLost), (0.3, twoLost)], choice(.halfOfSeeds))
        #expect(infinite.chosen?.learningRate == 0.2)
        #expect(
            infinite.selection.notes.first
                == "no rate is free of diverged runs: the one that loses fewest is chosen")
        let finite = try results([(0.3, half), (0.2, half), (0.1, [.value(2)])], choice(.halfOfSeeds))
        #expect(finite.chosen?.learningRate == 0.2)
    }

    @Test func divergedRunsOfTheOtherHalfDoNotSpeakInTheChoice() throws {
        let lost: [End] = [.value(1), .value(1), .diverged, .diverged]
        let whole: [End] = [.value(1), .value(1), .value(1), .value(1)]
        let group = try results([(0.1, lost), (0.2, whole)], choice(.halfOfSeeds))
        #expect(group.chosen?.learningRate == 0.1)
        #expect(group.selection.report?.tally.diverged == 2)
    }

    @Test func anOddSeedGoesToTheReport() throws {
        let group = try results([(1, [.value(1), .value(2), .value(3)])], choice(.halfOfSeeds))
        #expect(group.selection.seeds == [1])
        #expect(group.selection.report?.seeds == [2, 3])
    }

    @Test func theEdgeOfTheGridIsNamed() throws {
        let better: [(rate: Double, ends: [End])] = [(1, [.value(1)]), (2, [.value(2)]), (3, [.value(3)])]
        let low = try results(better, choice(.validationMean))
        #expect(
            low.selection.notes == [
                "the best rate 1 is at the edge of the grid: a smaller one may be better"
            ])
        let high = try results(better, choice(.validationMean, goal: .maximize))
        #expect(
            high.selection.notes == ["the best rate 3 is at the edge of the grid: a larger one may be better"]
        )
        #expect(try results([better[0]], choice(.validationMean)).selection.notes == [])
    }

    @Test func aGroupInWhichEverythingDivergedHasNoChoice() throws {
        let group = try results(
            [(1, [.diverged, .diverged]), (2, [.diverged, .diverged])], choice(.validationMean))
        #expect(group.chosen == nil && group.selection.report == nil)
        #expect(group.rows.map(\.tally.diverged) == [2, 2])
        #expect(group.selection.notes == ["no rate is chosen: every run that counts diverged"])
    }

    @Test func whatIsMissingIsSaid() throws {
        let group = try results(
            [(1, [.value(1), .running]), (2, [.value(0), .failed]), (3, [.value(4), .value(4)])],
            choice(.validationMean))
        #expect(group.chosen?.learningRate == 2)
        #expect(group.rows[1].tally.failed == 1)
        #expect(
            group.selection.notes == [
                "provisional: 1 of 6 runs are not finished", "1 of 6 runs failed and are left out",
            ])
        let other = MetricChoice(name: "eror", goal: .minimize, rule: .validationMean)
        #expect(
            try results([(1, [.value(1)])], other).selection.notes == [
                "no rate is chosen: no finished run reports 'eror'"
            ])
        #expect(
            try results([(1, [.running])], choice(.validationMean)).selection.notes == [
                "no rate is chosen: no run has finished", "provisional: 1 of 1 runs are not finished",
            ])
    }

    @Test func eventsOfAnotherSweepAreRefused() throws {
        let (keys, events) = trials("g", [(1, [.value(1)])])
        #expect(throws: ResultsError.unknownTrial(5, trials: 1)) {
            try Results(events: events + [started(5)], keys: keys, choice: choice(.validationMean))
        }
    }

    @Test func statisticsOfHandMadeNumbers() throws {
        let statistics = try #require(Statistics([4, 1, 3, 2]))
        #expect(statistics.mean == 2.5 && statistics.median == 2.5)
        #expect(statistics.minimum == 1 && statistics.maximum == 4)
        #expect(abs(statistics.deviation! - 1.2909944487358056) < 1e-15)
        #expect(Statistics([]) == nil && Statistics([3])?.deviation == nil)
    }
}
