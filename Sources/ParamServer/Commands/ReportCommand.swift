import ArgumentParser
import Experiment

/// `ignd-ps report DIR …`: a page with figures and a table.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a page with figures and a table over one or more runs: DIR/report/index.html.",
        discussion:
            "The figures stand there as SVG files too, the table as table.md, table.csv and table.tex.")

    @Argument(help: "The run directories; the report is written into the first.")
    var directories: [String]

    @Option(help: "Where the report is written. (default: report in the first run directory)")
    var output: String?

    func run() throws {
        let target = output ?? directories[0] + "/report"
        try Report(directories: directories).write(to: target)
        try Note.data(target + "/index.html\n")
    }
}
