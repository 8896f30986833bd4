import ArgumentParser
import Core
import Experiment

/// `ignd-ps plan FILE`: measures and forecasts, without training.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Measure a sweep's work on this machine and say what speed to expect, without training.",
        discussion: """
            For each group of trials: the size of a push, the time of a sample, the chunk (chosen, if the file says
            samples: auto), and the expected speed against one core, which supposes a core for the server and one for each
            worker.
            """)

    @Argument(help: "The sweep file (YAML).")
    var file: String

    @OptionGroup var link: LinkOptions

    static func withEnvironment(_ arguments: [String]) -> [String] {
        guard arguments.first == "plan", !arguments.contains("--help") else { return arguments }
        return EnvironmentArguments.extend(arguments, options: LinkOptions.optionNames)
    }

    func run() throws {
        var loaded = try SweepFile.load(file)
        loaded.warnings.forEach { Note.write("warning: \($0)") }
        let open = loaded.openChunks
        _ = try ChunkResolution(link: link.cost).choose(&loaded)
        let sweep = loaded.sweep
        try Note.data(
            "\(file): \(sweep.name), \(sweep.trials.count) trials; round trip \(link.roundTrip) ms, "
                + "\(link.bandwidth) MB/s\n")
        let meter = SweepMeasurement(loaded)
        var seen: Set<String> = []
        for trial in sweep.trials where seen.insert(trial.group).inserted {
            let group = GroupForecast(
                trial: trial, isAutomatic: open.contains(trial.index),
                trials: sweep.trials.count { $0.group == trial.group },
                work: try meter.cost(of: trial.specification), link: link.cost)
            try Note.data(group.text)
        }
    }
}
