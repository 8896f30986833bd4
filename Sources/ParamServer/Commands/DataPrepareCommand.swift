import ArgumentParser
import Experiment

/// `ignd-ps data prepare SOURCE -o FILE`
struct DataPrepareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare",
        abstract: "Make data of your own into one file that sweep files name as {prepared: FILE}.",
        discussion: """
            Reads CSV and TSV tables, LIBSVM files, NumPy arrays (.npz with X and y, or .npy), folders of JPEG pictures
            by class, and texts (folders by class, JSON lines, tables); files may be packed as .gz or .zst. Everything is
            fitted on the training rows. The same source and options give the same bytes.
            """)

    @Argument(help: "The file or folder.")
    var source: String

    @Option(name: [.short, .long], help: "The file to write.")
    var output: String

    @OptionGroup var options: PreparationOptions

    func run() throws {
        let dataset = try SourcePreparation(options.request(source)).prepare()
        dataset.warnings.forEach { Note.write("warning: \($0)") }
        try WholeFile.write(dataset.bytes, to: output, syncing: true)
        Note.write(dataset.summary)
        try Note.data(output + "\n")
    }
}
