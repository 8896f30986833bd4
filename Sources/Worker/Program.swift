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

    @Option(
        help:
            "The server: tcp://HOST:PORT, or with keys curve://KEY@HOST:PORT, KEY being the server's public key."
    )
    var connect: String?

    @Option(help: "In place of --connect: connection.json of the server's run directory.")
    var connection: String?

    @Option(help: "This worker's secret key, for a server with keys: a file made by `ignd-ps keys new NAME`.")
    var key: String?

    @Option(help: "Run this sweep file in one process, without a server.")
    var serial: String?

    @Option(name: .customLong("run"), help: "With --serial: the run directory. (default: none is written)")
    var runDirectory: String?

    @Option(
        help: """
            With --serial, for chunks of `samples: auto`: take the numbers of this run directory, of the same sweep file.
            (default: they are measured)
            """)
    var like: String?

    @Option(help: "A name for people. (default: host name and process number)")
    var name: String?

    @Option(
        help: """
            How many leases to have at a time, 1 to 16. With more than one the next chunk is computed while the last one's
            push is on its way.
            """)
    var leases = 2

    @Option(help: "Seconds that the first answer of the server may take.")
    var connectTimeout = 3_600.0

    @Option(help: "Seconds of silence after which the server counts as lost.")
    var lostTimeout = 300.0

    /// The process number of the server that started this worker on its own machine.
    @Option(help: .hidden)
    var endWithParent: Int32?

    static func main() {
        StandardStream.openAll()
        SpareThreads.end()
        do {
            let program = try parse(withEnvironment(Array(CommandLine.arguments.dropFirst())))
            Foundation.exit(try program.work())
        } catch {
            ProgramFailure(error)?.end(program: "ignd-worker")
            exit(withError: error)
        }
    }

    /// --connect, --connection and --serial exclude each other, so one on the command line outdoes the other's twin.
    private static func withEnvironment(_ arguments: [String]) -> [String] {
        let modes = ["--connect", "--connection", "--serial"]
        let isGiven = arguments.contains { argument in
            modes.contains { argument == $0 || argument.hasPrefix($0 + "=") }
        }
        return EnvironmentArguments.extend(
            arguments,
            options: (isGiven ? [] : modes) + [
                "--key", "--run", "--like", "--name", "--leases", "--connect-timeout", "--lost-timeout",
            ])
    }

    func validate() throws {
        if [connect, connection, serial].compactMap({ $0 }).count != 1 {
            throw ValidationError(
                "give one of --connect tcp://HOST:PORT, --connection FILE and --serial FILE")
        }
        if let connect, ServerAddress(connect) == nil {
            throw ValidationError(
                "\"\(connect)\" is no address; it looks like tcp://HOST:5555, or curve://KEY@HOST:5555 with a key of "
                    + "64 hexadecimal digits")
        }
        guard (1...maximumLeases).contains(leases) else {
            throw ValidationError("--leases is a number from 1 to \(maximumLeases)")
        }
        for seconds in [connectTimeout, lostTimeout] where !(seconds > 0 && seconds < 1e7) {
            throw ValidationError("a timeout is a positive number of seconds")
        }
    }

    private func work() throws -> Int32 {
        let signals = Signals()
        let notifier = ServiceNotifier.fromEnvironment()
        Memory.keepLargeBlocks()
        if let endWithParent { ParentDeath.end(with: endWithParent) }
        if let serial {
            return try SerialRun(
                file: serial, runDirectory: runDirectory, like: like, signals: signals, notifier: notifier
            )
            .run()
        }
        let address = try serverAddress()
        let pair = try keyPair(for: address)
        var configuration = WorkerSession.Configuration(
            name: name ?? "\(ProcessInfo.processInfo.hostName)-\(getpid())")
        configuration.leases = leases
        configuration.connectTimeoutMilliseconds = Int(connectTimeout * 1_000)
        configuration.lostTimeoutMilliseconds = Int(lostTimeout * 1_000)
        let session = WorkerSession(
            id: SessionID(UInt64.random(in: 1 ... .max)), configuration: configuration)
        let link = try ServerLink(address, pair)
        let cache = DatasetCache(directory: DatasetCache.defaultDirectory)
        let workplace = Workplace(session: session, cache: cache)
        let loop = WorkerLoop(workplace: workplace, link: link, signals: signals, notifier: notifier)
        let reason = try loop.run()
        if reason != .done { Note.write("ignd-worker: \(reason)") }
        return reason.code
    }

    private func serverAddress() throws -> ServerAddress {
        if let connection { return try ConnectionFile.address(at: connection) }
        return ServerAddress(connect!)!
    }

    /// This worker's keys. Without the server's it would not know to whom it speaks; without its own it is not let in.
    private func keyPair(for address: ServerAddress) throws -> KeyPair? {
        switch (key, address.key) {
        case (nil, nil): return nil
        case (.some(let key), .some): return try SecretKeyFile.read(key)
        case (.some, nil):
            throw RunError(
                .configuration,
                "--key needs the server's public key: --connect curve://KEY@HOST:PORT, or --connection")
        case (nil, .some):
            throw RunError(
                .configuration, "\(address) takes known keys only: name this worker's with --key FILE")
        }
    }
}
