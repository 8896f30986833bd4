import Core
import Testing

import Experiment

@Suite struct ReportTableTests {
    @Test func theNumbersAreThoseOfTheResults() throws {
        let sweep = try reportSweep()
        let events = reportEvents(sweep)
        let results = try Results(events: events, keys: sweep.keys, choice: sweep.choice)
        let lines = try report(sweep, events).text("table.csv").split(separator: "\r\n")
        #expect(lines[0] == "sweep,method,rate,metric,mean,std,seeds,diverged,notes,command")
        #expect(lines.count == 1 + results.groups.count)
        for (line, group) in zip(lines.dropFirst(), results.groups) {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            let tally = try #require(group.selection.report?.tally)
            #expect(cells[1] == group.name)
            #expect(Double(cells[2]) == group.chosen?.learningRate)
            #expect(Double(cells[4]) == tally.statistics?.mean)
            #expect(Double(cells[5]) == tally.statistics?.deviation)
            #expect(Int(cells[6]) == tally.seeds && Int(cells[7]) == tally.diverged)
        }
    }

    @Test func supervisedResultsAreThoseOfTheTestMetric() throws {
        let (keys, events) = trials("SGD", [(0.1, [.values(2, 90), .values(4, 70)])])
        let choice = choice(.validationMean, test: "test_error")
        let results = try Results(events: events, keys: keys, choice: choice)
        let sweep = Sweep(name: "s", metric: SweepMetric(name: "error", goal: .minimize), trials: [])
        let row = ReportRow(ReportRun(name: "s", sweep: sweep, results: results), group: results.groups[0])
        #expect(row.metric == "test_error")
        #expect(row.cells.prefix(6) == ["s", "SGD", "0.1", "test_error", "80.0 ± 14.1", "2"])
        #expect(row.notes.isEmpty)
    }

    @Test func aBestRateAtTheEdgeIsSaidInEveryForm() throws {
        let sweep = try reportSweep()
        let made = try report(sweep, reportEvents(sweep))
        for name in ["table.md", "table.csv", "table.tex", "index.html"] {
            #expect(
                try made.text(name).contains("is at the edge of the grid: a larger one may be better"),
                "\(name)")
        }
    }

    @Test func namesAreEscaped() throws {
        #expect(
            ReportTable.tex(##"50% a_b & {c} $d$ #1 ~^\"##)
                == ##"50\% a\_b \& \{c\} \$d\$ \#1 \textasciitilde{}\textasciicircum{}\textbackslash{}"##)
        #expect(ReportTable.markdown("a|b_c*d\n<e") == #"a\|b\_c\*d \<e"#)
        let sweep = try reportSweep(labels: [#"say "a, b""#, "QL"])
        let csv = try report(sweep, reportEvents(sweep)).text("table.csv")
        #expect(csv.contains(#""say ""a, b""""#))
    }

    @Test func theTeXTableNeedsNoPackage() throws {
        let sweep = try reportSweep()
        let tex = try report(sweep, reportEvents(sweep)).text("table.tex")
        #expect(tex.hasPrefix("\\begin{tabular}{llllrrr}\n\\hline\n"))
        #expect(!tex.contains("rule") && tex.contains("$\\pm$"))
        let isASCII = tex.unicodeScalars.allSatisfy { $0.isASCII }
        #expect(isASCII)
    }
}
