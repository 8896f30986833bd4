/// The page: the table, then the figures. It needs no other file and no network.
struct ReportPage {
    let sheets: [FigureSheet]
    let figures: [Figure]
    let table: ReportTable

    private static let style = """
        body { font: 16px/1.5 Verdana, "DejaVu Sans", Helvetica, Arial, sans-serif; color: #222; background: #fff;
          max-width: 1180px; margin: 2em auto; padding: 0 1em; }
        table { border-collapse: collapse; margin: 1em 0; font-size: 15px; }
        th, td { text-align: left; padding: .3em .9em .3em 0; border-bottom: 1px solid #ccc; }
        th { border-bottom: 2px solid #555; }
        td:nth-child(n+6) { text-align: right; }
        th:nth-child(n+6) { text-align: right; }
        figure { margin: 1em 0; } svg { max-width: 100%; height: auto; }
        code { background: #f3f3f3; padding: .1em .3em; overflow-wrap: anywhere; }
        """

    var html: String {
        let sections = zip(sheets, figures).map { section($0, $1) }.joined()
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>\(XMLText.escaped(title))</title>
            <style>
            \(ReportPage.style)
            </style>
            </head>
            <body>
            <h1>\(XMLText.escaped(title))</h1>
            <h2>Table</h2>
            <p>\(XMLText.escaped(ReportTable.explanation))</p>
            \(table.html)<p>Made by:</p>
            \(ReportPage.list(table.commands, tag: "code"))\(sections)</body>
            </html>

            """
    }

    private var title: String {
        let names = sheets.flatMap { $0.runs.map(\.sweep.name) }
        return names.count > 3 ? "Report: \(names.count) sweeps" : "Report: " + names.joined(separator: ", ")
    }

    private func section(_ sheet: FigureSheet, _ figure: Figure) -> String {
        "<h2>\(XMLText.escaped(sheet.title))</h2>\n" + sheet.runs.map(remark).joined()
            + "<figure>\n\(figure.svg)</figure>\n" + sheet.runs.map(staleness).joined()
    }

    /// How stale the commits were, where several workers may meet on a trial.
    private func staleness(_ run: ReportRun) -> String {
        guard let (titles, rows) = StalenessText.table(run.results) else { return "" }
        let name = XMLText.escaped(run.sweep.name)
        return "<h3>\(name): commits by staleness, the versions between base and commit</h3>\n"
            + ReportTable.html(titles: titles, rows: rows)
    }

    /// What must be said of a run that has nothing to show.
    private func remark(_ run: ReportRun) -> String {
        let name = sheets.count > 1 || sheets[0].runs.count > 1 ? "\(run.sweep.name): " : ""
        func said(_ text: String) -> String { "<p><strong>\(XMLText.escaped(name))\(text)</strong></p>\n" }
        if !run.hasValues { return said("Nothing to draw: no run of this sweep has reported a value yet.") }
        return run.haveAllDiverged ? said("Every run of this sweep diverged.") : ""
    }

    static func list(_ items: [String], tag: String = "span") -> String {
        if items.isEmpty { return "" }
        return "<ul>\n" + items.map { "<li><\(tag)>\(XMLText.escaped($0))</\(tag)></li>\n" }.joined()
            + "</ul>\n"
    }
}
