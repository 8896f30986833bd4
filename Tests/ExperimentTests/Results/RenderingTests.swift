import Core
import Experiment
import Foundation
import Testing

@Suite struct RenderingTests {
    private func control() throws -> Results {
        let (keys, events) = trials(
            "lqr-uav ignd",
            [
                (0.5, [.value(1.5e-3), .value(2e-3), .value(1e-3), .value(3e-3)]),
                (1, [.value(9.5e-8), .value(1e-7), .value(2e-7), .value(1.25e-7)]),
            ])
        let (moreKeys, moreEvents) = trials(
            "lqr-uav none, with a name that goes on and on, far beyond the space that a terminal has for it",
            [
                (0.0001, [.value(0.66), .value(0.7), .value(0.65), .value(12.345)]),
                (0.01, [.diverged, .diverged, .diverged, .diverged]),
                (0.1, [.diverged, .running, .failed, .value(1234)]),
            ], from: keys.count)
        return try Results(events: events + moreEvents, keys: keys + moreKeys, choice: choice(.halfOfSeeds))
    }

    @Test func theTableIsWhatAPersonReads() throws {
        let table = ResultsFormat.table.render(try control(), phases: [1])
        #expect(table.split(separator: "\n").allSatisfy { $0.count <= 100 })
        let expected = """
            error: smaller is better; the rate is chosen by the median over the first half of the seeds,
              reported on the other half.

            group                         rate  seeds  diverged  failed   after 1    median           mean ± std
            lqr-uav ignd                   0.5      4         0       0   0.00175   0.00175   0.00188 ± 8.54e-04
                                     *       1      4         0       0  1.12e-07  1.12e-07  1.30e-07 ± 4.85e-08
            lqr-uav none, with a     *  0.0001      4         0       0     0.680     0.680          3.59 ± 5.84
            name that goes on and         0.01      4         4       0      7.00         –                    –
            on, far beyond the             0.1    3/4         1       1      7.00      1234                 1234
            space that a terminal
            has for it
            * the chosen rate. Numbers are over the runs that did not diverge.

            reported                                rate  metric  seeds  diverged    median           mean ± std
            lqr-uav ignd                               1   error      2         0  1.62e-07  1.62e-07 ± 5.30e-08
            lqr-uav none, with a name that goes   0.0001   error      2         0      6.50          6.50 ± 8.27
            on and on, far beyond the space that
            a terminal has for it

            lqr-uav ignd: the best rate 1 is at the edge of the grid: a larger one may be better
            lqr-uav none, with a name that goes on and on, far beyond the space that a terminal has for it:
              the best rate 0.0001 is at the edge of the grid: a smaller one may be better
            lqr-uav none, with a name that goes on and on, far beyond the space that a terminal has for it:
              provisional: 1 of 12 runs are not finished
            lqr-uav none, with a name that goes on and on, far beyond the space that a terminal has for it: 1
              of 12 runs failed and are left out

            """
        #expect(table == expected)
    }

    @Test func validationShowsTheTestMetricOfTheChosenRateOnly() throws {
        let (keys, events) = trials(
            "g",
            [
                (0.1, [.values(0.25, 0.227), .values(0.27, 0.23)]),
                (1, [.values(0.4, 0.9), .values(0.5, 0.9)]),
            ])
        let results = try Results(
            events: events, keys: keys, choice: choice(.validationMean, test: "test_error"))
        let expected = """
            error: smaller is better; the rate is chosen by the mean over all seeds.

            group     rate  seeds  diverged  median      mean ± std
            g      *   0.1      2         0   0.260  0.260 ± 0.0141
                         1      2         0   0.450  0.450 ± 0.0707
            * the chosen rate. Numbers are over the runs that did not diverge.

            reported  rate      metric  seeds  diverged  median       mean ± std
            g          0.1  test_error      2         0   0.229  0.229 ± 0.00212

            g: the best rate 0.1 is at the edge of the grid: a smaller one may be better

            """
        #expect(ResultsFormat.table.render(results) == expected)
    }

    @Test func aCurveIsATableOfPhases() throws {
        let curve = try control().curves()[1]
        let expected = """
            lqr-uav ignd, rate 1 *: error
            phase  runs  carried on  diverged    median           mean ± std
            1         4           0         0  1.12e-07  1.30e-07 ± 4.85e-08

            """
        #expect(ResultsFormat.table.render([curve]) == expected)
    }

    @Test func csvQuotesAndKeepsEveryDigit() throws {
        let (keys, events) = trials("a \"b\", c\r\n", [(0.1, [.value(0.1 + 0.2)])])
        let csv = ResultsFormat.csv.render(
            try Results(events: events, keys: keys, choice: choice(.validationMean)), phases: [1])
        let expected = """
            group,label,learning_rate,chosen,metric,seeds,finished,diverged,failed,mean,std,median,min,max,\
            after_1_median,after_1_max,after_1_carried,after_1_diverged,reported_metric,reported_seeds,\
            reported_diverged,reported_mean,reported_std,reported_median,reported_min,reported_max,note\r
            "a ""b"", c\r\n","a ""b"", c\r\n, 0.1",0.1,true,error,1,1,0,0,0.30000000000000004,,\
            0.30000000000000004,0.30000000000000004,0.30000000000000004,0.30000000000000004,\
            0.30000000000000004,0,0,,,,,,,,,\r

            """
        #expect(csv == expected)
    }

    @Test(arguments: ["a\nb", "a\rb", "a\r\nb", "a,b"]) func csvQuotesWhatWouldBreakALine(name: String) throws
    {
        let (keys, events) = trials(name, [(1, [.value(1)])])
        let curves = try Results(events: events, keys: keys, choice: choice(.validationMean)).curves()
        #expect(
            ResultsFormat.csv.render(curves).contains(
                "\n\"\(name)\",\"\(name), 1.0\",1.0,true,error,1,1,0,0,1.0,,"))
    }

    @Test func jsonIsAnArrayOfObjectsThatFoundationReads() throws {
        let text = ResultsFormat.json.render(try control(), phases: [1])
        let array = try #require(
            try JSONSerialization.jsonObject(with: Foundation.Data(text.utf8)) as? [[String: Any]])
        #expect(array.count == 5)
        #expect(array[1]["learning_rate"] as? Double == 1)
        #expect(array[1]["chosen"] as? Bool == true)
        #expect(array[1]["reported_max"] as? Double == 2e-7)
        #expect(
            array[1]["note"] as? String
                == "the best rate 1 is at the edge of the grid: a larger one may be better")
        #expect(array[3]["mean"] is NSNull)
        #expect(array[3]["diverged"] as? Int == 4)
        #expect(array[4]["after_1_median"] as? Double == 7)
    }

    @Test func jsonEscapesWhatItMust() throws {
        let name = "quote \" slash \\ line \n bell \u{7} ü"
        let (keys, events) = trials(name, [(1, [.value(1)])])
        let curves = try Results(events: events, keys: keys, choice: choice(.validationMean)).curves()
        let text = ResultsFormat.json.render(curves)
        let array = try JSONSerialization.jsonObject(with: Foundation.Data(text.utf8)) as? [[String: Any]]
        #expect(array?[0]["group"] as? String == name)
        #expect(ResultsFormat.json.render([]) == "[]\n")
    }
}
