import Core
import Foundation
import Testing

import Experiment

@Suite struct ReportTests {
    @Test func equalRunsGiveEqualBytes() throws {
        let sweep = try reportSweep()
        let first = try report(sweep, reportEvents(sweep)).files
        let second = try report(sweep, reportEvents(sweep)).files
        #expect(first.map(\.name) == ["toy.svg", "table.md", "table.csv", "table.tex", "index.html"])
        #expect(first.map(\.text) == second.map(\.text))
    }

    @Test func aRunWithoutEventsSaysSo() throws {
        let made = try report(reportSweep(), [])
        #expect(try made.text("index.html").contains("Nothing to draw"))
        #expect(try made.text("index.html").contains("no rate is chosen: no run has finished"))
        let figure = WellFormedXML(try made.text("toy.svg"))
        #expect(figure.isWellFormed && figure.content.contains("no run has given a value to draw"))
    }

    @Test func aRunThatLostEveryTrialSaysSo() throws {
        let sweep = try reportSweep()
        let made = try report(sweep, divergedEvents(sweep))
        let page = try made.text("index.html")
        #expect(page.contains("Every run of this sweep diverged."))
        #expect(page.contains("no rate is chosen: every run that counts diverged"))
        #expect(WellFormedXML(try made.text("toy.svg")).isWellFormed)
        #expect(try made.text("toy.svg").contains("2 of 2 runs diverged"))
    }

    @Test func thePageShowsHowStaleTheCommitsWere() throws {
        let sweep = try reportSweep()
        var events = reportEvents(sweep)
        #expect(try !report(sweep, events).text("index.html").contains("by staleness"))
        let place = try #require(events.firstIndex { $0.kind == .milestone && $0.phase == 1 })
        events[place].staleness = StalenessHistogram(counts: [7, 0, 5])
        let page = try report(sweep, events).text("index.html")
        #expect(page.contains("<h3>toy: commits by staleness, the versions between base and commit</h3>"))
        #expect(page.contains("<th>commits</th><th>0</th><th>1</th><th>2–3</th>"))
        #expect(page.contains("<td>12</td><td>7</td><td>0</td><td>5</td>"))
    }

    @Test func theLargestStalenessHasATitle() {
        #expect(StalenessText.title(ofBucket: 64) == "9223372036854775808–18446744073709551615")
    }

    @Test func thePageNeedsNothingFromOutside() throws {
        let sweep = try reportSweep()
        let page = try report(sweep, reportEvents(sweep)).text("index.html")
            .replacing("http://www.w3.org/2000/svg", with: "")
        for word in ["<script", "http:", "https:", "src=", "href=", "@import", "url("] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    @Test func runsOfOneKindOfTaskShareAFigure() throws {
        let runs = try ["toy", "other"].map { name in
            let sweep = try reportSweep(name: name)
            return (sweep: sweep, events: reportEvents(sweep))
        }
        let made = try Report(runs: runs)
        let names = ["policy-error.svg", "table.md", "table.csv", "table.tex", "index.html"]
        #expect(made.files.map(\.name) == names)
        let figure = WellFormedXML(try made.text("policy-error.svg"))
        #expect(figure.isWellFormed)
        for words in [
            "toy.yaml", "other.yaml", "Over seeds 0–1, each", "the other rates of each grid, with the rate",
        ] {
            #expect(figure.content.contains(words), "\(words)")
        }
        let titles = figure.content.split(separator: "\n").filter { ["toy", "other"].contains($0) }
        #expect(titles == ["toy", "other"])
    }

    @Test func aRunTellsTheCommandThatMadeIt() throws {
        let place = try TemporaryDirectory()
        let sweep = try reportSweep()
        let path = place.file("it's here")
        for file in ["sweeps/toy.yaml", "sweeps/later.yaml"] {
            let directory = RunDirectory(path: path)
            try directory.open(for: sweep, file: file, as: .serial)
        }
        let quoted = place.file("it'\\''s here")
        let table = try Report(directories: [path]).text("table.csv")
        #expect(
            table.contains("ignd-worker --serial sweeps/toy.yaml --run '\(quoted)' (sweep toy, seeds 0–1)"))
    }

    @Test func theFilesStandInTheDirectory() throws {
        let directory = try TemporaryDirectory()
        let sweep = try reportSweep()
        let made = try report(sweep, reportEvents(sweep))
        let target = directory.file("run/report")
        try made.write(to: target)
        try made.write(to: target)
        let names = try FileManager.default.contentsOfDirectory(atPath: target).sorted()
        #expect(names == ["index.html", "table.csv", "table.md", "table.tex", "toy.svg"])
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
        let directory = try TemporaryDirectory()
        try directory.write([], to: "file")
        let made = try report(reportSweep(), [])
        let error = #expect(throws: RunError.self) { try made.write(to: directory.file("file")) }
        #expect(error?.description.contains(directory.file("file")) == true)
    }
}
