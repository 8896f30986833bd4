import ArgumentParser
import Experiment
import Foundation
import Protocol

/// `ignd-ps status DIR`: what the server that runs there does.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "Print what a running server does: trials, who has which work, who waits for whom since when.",
        discussion: """
            The server writes status.json into its run directory once a second; this command reads it, so it works for
            whoever may read the directory, with keys or without. Exit code 0 if a server runs there, 69 if not.
            """)

    @Argument(help: "The run directory.")
    var directory: String

    @Flag(help: "Print status.json as it is.")
    var json = false

    func run() throws {
        let run = RunDirectory(path: directory)
        guard FileManager.default.fileExists(atPath: run.path) else {
            throw InputError(.inputMissing, file: directory, "there is no such directory")
        }
        guard try run.isInUse() else { throw RunError(.unreachable, "\(directory): no server runs there") }
        guard let bytes = FileManager.default.contents(atPath: run.statusPath) else {
            if !run.isServed {
                throw RunError(.unreachable, "\(directory): a serial run, no server, works there")
            }
            return try Note.data("starting, or about to end\n")
        }
        if json { return try Note.data(String(decoding: bytes, as: UTF8.self) + "\n") }
        guard let status = try? JSONDecoder().decode(ServerStatus.self, from: bytes) else {
            throw InputError(.badData, file: run.statusPath, "is no status of a server of this version")
        }
        let age = Int(Clock.unixMilliseconds()) - Int(clamping: status.unixMilliseconds)
        try Note.data(StatusText(status: status, ageMilliseconds: max(age, 0)).text)
    }
}
