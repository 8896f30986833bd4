import ArgumentParser
import Experiment

/// `ignd-ps data prepare SOURCE -o FILE`
struct DataPrepareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare",
        abstract: "Make data of your own into one file that sweep files name as {prepared: FILE}.",
        discussion: """
            Reads CSV and TSV tables, LIBSVM files, and NumPy arrays (.npz with X and y, or .npy), also packed as .gz
            or .zst; folders with a folder of JPEG files a class; texts with two classes (a folder of .txt files a class,
            JSON objects with text and label, tables with --kind tokens or words), as tokens or bags of words. Folders
            train, validation and test above the classes are the split. Everything is fitted on the training rows. The same source and options give the same bytes.
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
