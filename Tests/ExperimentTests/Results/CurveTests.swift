import Core
import Experiment
import Testing

@Suite struct CurveTests {
    /// Three seeds over phases 1...3: one runs to the end, one converges at 1, one diverges in 2.
    private func mixed() throws -> Results {
        let (keys, _) = trials("g", [(1, [.running, .running, .running])])
        let events = [
            milestone(0, phase: 1, [Metric("error", 8)]), milestone(1, phase: 1, [Metric("error", 2)]),
            finished(1, phase: 1, .converged), milestone(2, phase: 1, [Metric("error", 5)]),
            milestone(0, phase: 2, [Metric("error", 4)]), finished(2, phase: 2, .diverged),
            milestone(0, phase: 3, [Metric("error", .infinity), Metric("other", 1)]), finished(0, phase: 3),
        ]
        return try Results(events: events, keys: keys, choice: choice(.halfOfSeeds))
    }

    @Test func convergedRunsCarryOnAndDivergedRunsDropOut() throws {
        let points = try mixed().curves()[0].points
        #expect(points.map(\.phase) == [1, 2, 3])
        #expect(points.map(\.carried) == [0, 1, 1])
        #expect(points.map(\.diverged) == [0, 1, 2])
        #expect(points.map { $0.statistics?.count } == [3, 2, 1])
        #expect(points.map { $0.statistics?.median } == [5, 3, 2])
        #expect(points.map { $0.statistics?.mean } == [5, 3, 2])
    }

    @Test func aPhaseInWhichAllAreLostStaysInTheCurve() throws {
        let (keys, events) = trials("g", [(1, [.diverged]), (2, [.value(3)])])
        let more = events + [milestone(1, phase: 2, [Metric("error", 3)])]
        let curves = try Results(events: more, keys: keys, choice: choice(.validationMean)).curves()
        #expect(curves[0].points.map(\.diverged) == [0, 1])
        #expect(curves[0].points[1].statistics == nil)
    }

    @Test func ofTheTestMetricOnlyTheChosenRateIsShown() throws {
        let (keys, events) = trials("g", [(1, [.values(1, 10)]), (2, [.values(2, 0)])])
        let results = try Results(
            events: events, keys: keys, choice: choice(.validationMean, test: "test_error"))
        let curves = results.curves(metrics: results.metricNames)
        #expect(results.metricNames == ["error", "test_error"])
        #expect(curves.map(\.metric) == ["error", "error", "test_error"])
        #expect(curves.map(\.learningRate) == [1, 2, 1])
        #expect(curves.map(\.isChosen) == [true, false, true])
    }
}
