import ArgumentParser
import Core
import Experiment
import Foundation
import Protocol

/// `ignd-worker`: does the work that a server hands out, or a whole sweep by itself.
@main
struct Program: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ignd-worker",
        abstract: "Works for an ignd-ps: model, data, seeds and work all come from the server.",
        discussion: """
            With --serial FILE it runs the sweep in one process, without a network: the reference that a served run
            with one worker equals bit for bit.
            """,
        version: softwareVersion)

    @Option(help: "The server: tcp://HOST:PORT.")
    var connect: String?

    @Option(help: "Run this sweep file in one process, without a server.")
    var serial: String?

    @Option(name: .customLong("run"), help: "With --serial: the run directory. (default: none is written)")
    var runDirectory: String?

    @Option(help: "A name for people. (default: host name and process number)")
    var name: String?

    @Option(help: "Seconds that the first answer of the server may take.")
    var connectTimeout = 3_600.0

    @Option(help: "Seconds of silence after which the server counts as lost.")
    var lostTimeout = 300.0

    /// The process number of the server that started this worker on its own machine.
    @Option(help: .hidden)
    var endWithParent: Int32?

    static func main() {
        StandardStream.openAll()
        do {
            let program = try parse(withEnvironment(Array(CommandLine.arguments.dropFirst())))
            Foundation.exit(try program.work())
        } catch {
            ProgramFailure(error)?.end(program: "ignd-worker")
            exit(withError: error)
        }
    }

    /// --connect and --serial exclude each other, so one on the command line outdoes the other's twin.
    private static func withEnvironment(_ arguments: [String]) -> [String] {
        let modes = ["--connect", "--serial"]
        let isGiven = arguments.contains { argument in
            modes.contains { argument == $0 || argument.hasPrefix($0 + "=") }
        }
        return EnvironmentArguments.extend(
            arguments,
            options: (isGiven ? [] : modes) + ["--run", "--name", "--connect-timeout", "--lost-timeout"])
    }

    func validate() throws {
        if (connect == nil) == (serial == nil) {
            throw ValidationError("give either --connect tcp://HOST:PORT or --serial FILE")
        }
        if let connect, !Program.isEndpoint(connect) {
            throw ValidationError("\"\(connect)\" is no address; it looks like tcp://HOST:5555")
        }
        for seconds in [connectTimeout, lostTimeout] where !(seconds > 0 && seconds < 1e7) {
            throw ValidationError("a timeout is a positive number of seconds")
        }
    }

    private static func isEndpoint(_ text: String) -> Bool {
        guard text.hasPrefix("tcp://"), let colon = text.lastIndex(of: ":") else { return false }
        let host = text[..<colon].dropFirst("tcp://".count)
        let isHost = !host.isEmpty && host.allSatisfy { $0.isLetter || $0.isNumber || "-._[]:%".contains($0) }
        return isHost && UInt16(text[text.index(after: colon)...]).map { $0 > 0 } == true
    }

    private func work() throws -> Int32 {
        let signals = Signals()
        Memory.keepLargeBlocks()
        if let endWithParent { ParentDeath.end(with: endWithParent) }
        if let serial {
            return try SerialRun(file: serial, runDirectory: runDirectory, signals: signals).run()
        }
        var configuration = WorkerSession.Configuration(
            name: name ?? "\(ProcessInfo.processInfo.hostName)-\(getpid())")
        configuration.connectTimeoutMilliseconds = Int(connectTimeout * 1_000)
        configuration.lostTimeoutMilliseconds = Int(lostTimeout * 1_000)
        let session = WorkerSession(
            id: SessionID(UInt64.random(in: 1 ... .max)), configuration: configuration)
        let socket = try Socket(.worker, context: ZeroMQContext(), maximumFrameBytes: -1)
        try socket.connect(connect!)
        let cache = DatasetCache(directory: DatasetCache.defaultDirectory)
        let workplace = Workplace(session: session, cache: cache)
        let reason = try WorkerLoop(workplace: workplace, socket: socket, signals: signals).run()
        if reason != .done { Note.write("ignd-worker: \(reason)") }
        return reason.code
    }
}
