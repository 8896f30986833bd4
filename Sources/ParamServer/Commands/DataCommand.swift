import ArgumentParser
import Experiment

/// `ignd-ps data …`: gets data sets.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Get the public data sets of the examples.", subcommands: [Fetch.self])

    /// `ignd-ps data fetch NAME`
    struct Fetch: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "fetch",
            abstract: "Fetch a data set, check its SHA-256 and put it where the sweep files look for it.")

        @Argument(help: "california or diamonds.")
        var name: String

        func run() throws {}
    }
}
