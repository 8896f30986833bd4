/// The table of a report in its four forms: HTML, Markdown, CSV and TeX.
package struct ReportTable {
    let rows: [ReportRow]
    /// The commands that made the numbers.
    let commands: [String]

    init(_ runs: [ReportRun]) {
        rows = runs.flatMap { run in
            run.results.groups.map {
                ReportRow(run, group: $0)
            }
        }
        commands = runs.map(\.commandText)
    }

    static let explanation =
        "Mean ± standard deviation over the seeds that have not diverged, at the learning rate chosen on validation "
        + "(supervised tasks: the test metric is looked at for that rate only) or on the first half of the seeds "
        + "(control tasks: the other half is reported). Where no rate is chosen, seeds and diverged count the runs of "
        + "all rates."

    /// "sweep, method: note", in the order of the rows.
    private var notes: [String] {
        rows.filter { !$0.notes.isEmpty }
            .map { "\($0.sweep), \($0.method): " + $0.notes.joined(separator: "; ") }
    }

    var html: String {
        ReportTable.html(titles: ReportRow.titles, rows: rows.map(\.cells)) + ReportPage.list(notes)
    }

    static func html(titles: [String], rows: [[String]]) -> String {
        func line(_ cells: [String], _ tag: String) -> String {
            let written = cells.map { "<\(tag)>\(XMLText.escaped($0))</\(tag)>" }
            return "<tr>" + written.joined() + "</tr>\n"
        }
        let body = rows.map { line($0, "td") }.joined()
        return "<table>\n<thead>\n\(line(titles, "th"))</thead>\n<tbody>\n\(body)</tbody>\n</table>\n"
    }

    var markdown: String {
        func line(_ cells: [String]) -> String {
            "| " + cells.map(ReportTable.markdown).joined(separator: " | ") + " |\n"
        }
        let rule = "|" + ReportRow.titles.map { _ in "---|" }.joined() + "\n"
        let remarks = notes.map { "- \(ReportTable.markdown($0))\n" }.joined()
        return line(ReportRow.titles) + rule + rows.map { line($0.cells) }.joined() + "\n"
            + ReportTable.explanation + "\n" + (remarks.isEmpty ? "" : "\n" + remarks) + "\nMade by:\n\n"
            + commands.map { "    \($0)\n" }.joined()
    }

    package static func markdown(_ text: String) -> String {
        text.reduce(into: "") { result, letter in
            if "\\|*_`<[".contains(letter) { result += "\\" }
            result += letter.isNewline ? " " : String(letter)
        }
    }

    var csv: String {
        var sheet = Sheet(columns: [
            "sweep", "method", "rate", "metric", "mean", "std", "seeds", "diverged", "notes", "command",
        ])
        for row in rows {
            sheet.add([
                .text(row.sweep), .text(row.method), .number(row.learningRate), .text(row.metric),
                .number(row.statistics?.mean), .number(row.statistics?.deviation), .integer(row.seeds),
                .integer(row.diverged), .text(row.notes.joined(separator: "; ")), .text(row.command),
            ])
        }
        return sheet.csv
    }
}
