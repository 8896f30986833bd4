internal import Foundation

/// A page with figures and a table over some runs, as files.
package struct Report {
    private let runs: [ReportRun]

    /// Reads the runs as far as they are.
    package init(directories: [String]) throws {
        var made: [ReportRun] = []
        for path in directories {
            let run = try RunResults(directory: path)
            made.append(try Report.run(run.sweep, run.events, command: run.command, besides: made))
        }
        runs = made
    }

    package init(runs: [(sweep: Sweep, events: [Event])]) throws {
        var made: [ReportRun] = []
        for run in runs { made.append(try Report.run(run.sweep, run.events, besides: made)) }
        self.runs = made
    }

    private static let ownNames = ["index", "table"] + FigurePlan.subjects.map(FigureSheet.fileName)

    private static func run(
        _ sweep: Sweep, _ events: [Event], command: String? = nil, besides others: [ReportRun]
    ) throws -> ReportRun {
        let results = try Results(events: events, keys: sweep.keys, choice: sweep.choice)
        let name = ReportRun.fileName(sweep.name, besides: others.map(\.name) + ownNames)
        return ReportRun(name: name, sweep: sweep, results: results, command: command)
    }

    /// The runs of one kind of task in a figure together, where the first of them stands.
    private var sheets: [FigureSheet] {
        var sheets: [FigureSheet] = []
        for run in runs {
            let subject = FigurePlan(run.sweep).subject
            if let place = sheets.firstIndex(where: { $0.subject == subject }) {
                sheets[place].runs.append(run)
            } else {
                sheets.append(FigureSheet(subject: subject, runs: [run]))
            }
        }
        return sheets
    }

    /// The files by name: index.html, the table as table.md, .csv and .tex, and an SVG a figure.
    package var files: [(name: String, text: String)] {
        let sheets = sheets
        let figures = sheets.map(\.figure)
        let table = ReportTable(runs)
        let page = ReportPage(sheets: sheets, figures: figures, table: table)
        return figures.map { ($0.name + ".svg", $0.svg) } + [
            ("table.md", table.markdown), ("table.csv", table.csv), ("table.tex", table.tex),
            ("index.html", page.html),
        ]
    }

    /// Writes each file whole or not at all, the page last.
    package func write(to directory: String) throws {
        try RunDirectory(path: directory).make(directory)
        for file in files {
            let path = directory + "/" + file.name
            do {
                try Data(file.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                throw RunError(.cannotWrite, "\(path): cannot be written: \(error.cause)")
            }
        }
    }
}
