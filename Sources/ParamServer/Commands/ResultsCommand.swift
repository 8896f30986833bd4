import ArgumentParser
import Experiment

extension ResultsFormat: ExpressibleByArgument {}

/// `ignd-ps results DIR`: the table, or the curves, of a run so far.
struct ResultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Print the results of a run: mean, deviation and median over seeds."
    )

    @Argument(help: "The run directory.")
    var directory: String

    @Flag(help: "Print the curves (every phase) instead of the final values.")
    var curves = false

    @Flag(help: "Print how stale the commits were instead: versions between base and commit.")
    var staleness = false

    @Option(help: "table, csv or json.")
    var format = ResultsFormat.table

    func validate() throws {
        if curves && staleness { throw ValidationError("give one of --curves and --staleness") }
    }

    func run() throws {
        let results = try RunResults(directory: directory)
        let text =
            staleness ? try results.renderStaleness(format) : try results.render(format, curves: curves)
        try Note.data(text)
        results.indexIfPossible()
    }
}
