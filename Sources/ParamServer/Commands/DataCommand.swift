import ArgumentParser

/// `ignd-ps data …`: data sets, public ones and the user's own.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Get, prepare and describe data sets.",
        subcommands: [DataFetchCommand.self, DataPrepareCommand.self, DataDescribeCommand.self])
}
