internal import Foundation

/// A page with figures and a table over some runs, as files.
package struct Report {
    private let runs: [ReportRun]

    /// Reads the runs as far as they are.
    package init(directories: [String]) throws {
        try self.init(
            runs: directories.map { path in
                let run = try RunResults(directory: path)
                return (run.sweep, run.events)
            })
    }

    package init(runs: [(sweep: Sweep, events: [Event])]) throws {
        var made: [ReportRun] = []
        for run in runs {
            let name = ReportRun.fileName(run.sweep.name, besides: made.map(\.name) + ["index", "table"])
            let results = try Results(events: run.events, keys: run.sweep.keys, choice: run.sweep.choice)
            made.append(ReportRun(name: name, sweep: run.sweep, results: results))
        }
        self.runs = made
    }

    /// The files by name: index.html, the table as table.md, .csv and .tex, and an SVG a figure.
    package var files: [(name: String, text: String)] {
        let figures = runs.map { FigureBuilder(run: $0).figure }
        let table = ReportTable(runs)
        let page = ReportPage(runs: runs, figures: figures, table: table)
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
