import ArgumentParser
import Core
import Experiment

/// `ignd-ps check FILE`: reads a sweep file strictly and says what it would run.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read a sweep file and say what it would run, or what is wrong with it.")

    @Argument(help: "The sweep file (YAML).")
    var file: String

    func run() throws {
        let loaded = try SweepFile.load(file)
        loaded.warnings.forEach { Note.write("warning: \($0)") }
        let sweep = loaded.sweep
        var lines = ["\(file): \(sweep.name), \(sweep.trials.count) trials, compared by \(sweep.metric.name)"]
        for group in groups(of: sweep) {
            let trials = sweep.trials.filter { $0.group == group }
            let rates = unique(trials.map(\.learningRate)).map { "\($0)" }.joined(separator: ", ")
            let plan = trials[0].specification.plan
            let isOpen = loaded.openChunks.contains(trials[0].index)
            lines.append(
                "  \(group): rates \(rates); \(Set(trials.map(\.seed)).count) seeds; "
                    + "\(plan.table.trainableCount) parameters (\(plan.precision.rawValue)); "
                    + "\(plan.phases) phases of "
                    + (isOpen ? "automatic chunks" : "\(plan.chunksPerPhase) chunks"))
        }
        try Note.data(lines.joined(separator: "\n") + "\n")
    }

    private func groups(of sweep: Sweep) -> [String] { unique(sweep.trials.map(\.group)) }

    private func unique<T: Hashable>(_ values: [T]) -> [T] {
        var seen: Set<T> = []
        return values.filter { seen.insert($0).inserted }
    }
}
