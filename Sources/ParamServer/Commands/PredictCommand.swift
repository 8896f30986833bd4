import ArgumentParser
import Core
import Experiment

/// `ignd-ps predict`: a model's predictions for the rows of a CSV file.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Print a model's prediction for each row of a CSV file.",
        discussion: """
            The file has the columns that the model learnt from, in any order; the target and others are not looked
            at. Scaling and categories are those of the training. Regressions give the target in its own unit,
            classifications the probability of class 1 (of two texts: the second in sorted order).
            """)

    @Option(help: "The model: a file from models/ of a run directory.")
    var model: String

    @Option(help: "The CSV file.")
    var data: String

    @Option(name: [.short, .long], help: "The file to write. (default: standard output)")
    var output: String?

    func run() throws {
        let prediction = try Prediction(model: StoredModel(path: model), data: data)
        let text = try prediction.csv()
        guard let output else { return try Note.data(text) }
        try WholeFile.write(Payload(copying: text.utf8), to: output, syncing: false)
    }
}
