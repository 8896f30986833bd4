import Core
import Testing

import Experiment

@Suite struct FigureTests {
    @Test func aFigureIsWellFormedAndSaysWhatItShows() throws {
        let sweep = try reportSweep()
        let svg = try report(sweep, reportEvents(sweep)).text("toy.svg")
        let xml = WellFormedXML(svg)
        #expect(xml.isWellFormed)
        #expect(xml.elements.first == "svg")
        #expect(xml.elements.contains("polygon") && xml.elements.contains("polyline"))
        for words in [
            "IGNDQ, rate", "QL, rate", "policy improvements", "geometric mean",
            "Made by: ignd-ps --sweep toy.yaml",
        ] {
            #expect(xml.content.contains(words), "\(words)")
        }
    }

    @Test func namesCannotBreakThePicture() throws {
        let name = "a<b>&\"c'\u{1}]]>"
        let sweep = try reportSweep(name: name, labels: [#"Q<L> & "co""#, "QL"])
        let made = try report(sweep, reportEvents(sweep))
        let figure = try #require(made.files.first { $0.name.hasSuffix(".svg") })
        #expect(figure.name == "a-b---c-----.svg")
        let xml = WellFormedXML(figure.text)
        #expect(xml.isWellFormed)
        #expect(xml.content.contains(#"Q<L> & "co", rate"#))
        #expect(try !made.text("index.html").contains("a<b>"))
    }

    @Test func lostRunsAreMarkedAndCounted() throws {
        let sweep = try reportSweep()
        var events = reportEvents(sweep).filter { $0.trial != 1 }
        events += divergedEvents(sweep).filter { $0.trial == 1 }
        let svg = try report(sweep, events).text("toy.svg")
        #expect(svg.contains("1 of 2 runs diverged") || svg.contains("× runs diverge"))
    }

    @Test func aConvergedCurveEndsWhereItsLastRunConverged() throws {
        let sweep = try reportSweep()
        var events = reportEvents(sweep)
        for place in events.indices where events[place].kind == .finished && events[place].trial < 4 {
            events[place].outcome = .converged
        }
        events.removeAll { $0.kind == .milestone && $0.trial < 4 && $0.phase > 2 }
        let svg = try report(sweep, events).text("toy.svg")
        #expect(svg.contains("| all runs converged"))
    }

    @Test(arguments: [([1.0, 4.0], 2.0), ([0.0], 1e-16)])
    func aLogarithmicAxisHasTheGeometricMean(values: [Double], middle: Double) throws {
        let point = try #require(SeriesPoint(x: 1, values: values, scale: .logarithmic))
        #expect(abs(point.middle / middle - 1) < 1e-12)
        #expect(point.low >= max(values.min()!, SeriesPoint.smallest) * (1 - 1e-12))
        #expect(point.high <= max(values.max()!, SeriesPoint.smallest) * (1 + 1e-12))
    }

    @Test func aLinearAxisHasTheMeanAndTheDeviation() throws {
        let point = try #require(SeriesPoint(x: 1, values: [1, 2, 3], scale: .linear))
        #expect(point == SeriesPoint(x: 1, middle: 2, low: 1, high: 3))
        #expect(SeriesPoint(x: 1, values: [], scale: .linear) == nil)
    }
}
