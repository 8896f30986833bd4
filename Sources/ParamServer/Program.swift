import ArgumentParser
import Core
import Experiment
import Foundation

/// `ignd-ps`: the parameter server and what belongs to it.
@main
struct Program: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ignd-ps",
        abstract: "Serves a sweep of Incremental Gauss-Newton trials to any number of workers.",
        version: softwareVersion,
        subcommands: [
            ServeCommand.self, StatusCommand.self, CheckCommand.self, PlanCommand.self, ResultsCommand.self,
            ReportCommand.self,
            VerifyCommand.self,
            ReplayCommand.self,
            PredictCommand.self,
            DataCommand.self, KeysCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    static func main() {
        StandardStream.openAll()
        SpareThreads.end()
        // A limit on the size of files is an error of the write, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            try checkCommand(arguments.first)
            var command = try parseAsRoot(
                KeysCommand.withEnvironment(
                    PlanCommand.withEnvironment(ServeCommand.withEnvironment(arguments))))
            try command.run()
        } catch let error as JournalError {
            Note.write("ignd-ps: \(error)")
            Foundation.exit(error.exitCode)
        } catch {
            ProgramFailure(error)?.end(program: "ignd-ps")
            exit(withError: error)
        }
    }

    /// A misspelt command is not taken for an argument of the default one.
    private static func checkCommand(_ name: String?) throws {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard let name, !name.hasPrefix("-"), !names.contains(name) else { return }
        throw ValidationError("there is no command \"\(name)\"\(NearestName.hint(name, among: names))")
    }
}
