import ArgumentParser
import Experiment

/// `ignd-ps data describe FILE`
struct DataDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Say what a prepared file holds, or what `prepare` would make of a source.",
        discussion: "A table without --target is described column by column, as it stands in the file.")

    @Argument(help: "A prepared file, or a source as for prepare.")
    var source: String

    @OptionGroup var options: PreparationOptions

    func run() throws {
        try Note.data(DatasetDescription.text(of: options.request(source)))
    }
}
