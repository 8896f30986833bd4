import ArgumentParser
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
            ServeCommand.self, CheckCommand.self, ResultsCommand.self, VerifyCommand.self, DataCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    static func main() {
        do {
            var command = try parseAsRoot(
                ServeCommand.withEnvironment(Array(CommandLine.arguments.dropFirst())))
            try command.run()
        } catch let error as JournalError {
            Note.write("ignd-ps: \(error)")
            Foundation.exit(74)
        } catch {
            ProgramFailure(error)?.end(program: "ignd-ps")
            exit(withError: error)
        }
    }
}
