import ArgumentParser
import Core
import Experiment

/// `ignd-ps predict`: a model's predictions for samples that it has not seen.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Print a model's prediction for each sample of a file or folder.",
        discussion: """
            The samples are of the kind that the model learnt from: a CSV or TSV table with its columns in any order, LIBSVM
            lines, a .npy or .npz file, a JPEG file or a folder of them, or texts (a .txt file, a folder of them, JSON lines,
            a table with a column of texts). Folders in a folder are entered. Targets and other columns are not looked at.
            Scaling, categories and words are those of the training. Prints CSV, a line a sample in its order, for a folder
            with the file's path below it: regressions give the target in its own unit, classifications the probability of
            class 1 (of two texts: the second in sorted order).
            """)

    @Option(help: "The model: a file from models/ of a run directory.")
    var model: String

    @Option(help: "The file or folder of samples.")
    var data: String

    @Option(help: "The file of byte-pair ranks of a model that reads tokens.")
    var ranks = TokenOptions.usualRankFile

    @Option(name: [.short, .long], help: "The file to write. (default: standard output)")
    var output: String?

    func run() throws {
        let prediction = try Prediction(model: StoredModel(path: model), data: data, rankFile: ranks)
        let text = try prediction.csv()
        guard let output else { return try Note.data(text) }
        try WholeFile.write(Payload(copying: text.utf8), to: output, syncing: false)
    }
}
