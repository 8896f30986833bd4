import ArgumentParser
import Core
import Experiment
import Foundation
import Protocol

/// `ignd-ps [serve]`: serves one sweep until it is done.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve a sweep until it is done (the default command).",
        discussion: """
            Workers dial in with `ignd-worker --connect tcp://HOST:PORT`; they need nothing else, or with --keys a key. The run goes to
            --run; the same command on the same directory continues it. At the end the table of results is printed
            and the exit code is 0; the best model of each group is in models/ of the run. Chunks of kind `mean` with more than one sample average exact per-sample
            directions: a batched extension, not an exact mini-batch Gauss-Newton solve.
            """)

    @Option(help: "TCP port to listen on; 0 lets the system choose.")
    var port: UInt16 = 5555

    @Option(help: "Address to listen on. Beyond loopback this needs --keys (or --insecure).")
    var bind = "127.0.0.1"

    @Option(help: "The sweep file (YAML).")
    var sweep: String

    @Option(name: .customLong("run"), help: "The run directory. (default: runs/NAME of the sweep)")
    var runDirectory: String?

    @Option(help: "Worker processes to start on this machine.")
    var localWorkers = 0

    @Option(
        help:
            "Threads that apply updates, of different trials at a time. (default: as many as there are processors)"
    )
    var threads: Int?

    @Option(help: "What an acknowledged update survives: process, power or none.")
    var durability = Durability.process

    @Option(
        help: """
            Megabytes of journal after which the state is written as a snapshot, from which a restart goes on.
            (default: 512, and at least 16 snapshots' worth)
            """)
    var snapshotEvery: Double?

    @Option(
        help: """
            How much of the journal is kept: all, bounded (what a restart needs) or limited (all up to
            --journal-limit, then the oldest parts go). What is gone can be neither replayed nor verified.
            """)
    var keepJournal = JournalRetention.Policy.limited

    @Option(help: "Gigabytes of journal that are kept under --keep-journal limited.")
    var journalLimit = 2.0

    @Flag(
        help: """
            If the journal is damaged, go on with what comes before the damage: the rest is set aside in files
            beside it, and what is lost is said.
            """)
    var repair = false

    @Option(help: "Seconds after which a silent worker loses its work.")
    var lease = 10.0

    @Option(help: "Seconds to wait, after the sweep, for workers to say goodbye.")
    var linger = 30.0

    @Option(help: "Seconds to wait without any worker before the server gives up with 75.")
    var idleTimeout = 604_800.0

    @Option(
        help: "For chunks of `samples: auto`: take the numbers of this run directory, of the same sweep file."
    )
    var like: String?

    @OptionGroup var link: LinkOptions

    @OptionGroup var security: SecurityOptions

    @Flag(help: "Print no table at the end.")
    var quiet = false

    static func withEnvironment(_ arguments: [String]) -> [String] {
        let isServe = arguments.first.map { $0 == "serve" || $0.hasPrefix("--") } ?? true
        if !isServe || arguments.contains("--help") || arguments.contains("--version") { return arguments }
        return EnvironmentArguments.extend(
            arguments,
            options: [
                "--port", "--bind", "--sweep", "--run", "--local-workers", "--durability", "--lease",
                "--linger", "--idle-timeout", "--threads",
                "--snapshot-every", "--keep-journal", "--journal-limit", "--like",
            ] + LinkOptions.optionNames + SecurityOptions.optionNames,
            flags: SecurityOptions.flagNames + ["--quiet", "--repair"])
    }

    func validate() throws {
        if localWorkers < 0 || localWorkers > 1_024 {
            throw ValidationError("--local-workers takes a number from 0 to 1024")
        }
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads takes a number from 1 to 1024")
        }
        if !(lease >= 0.1 && lease <= 86_400) { throw ValidationError("--lease takes 0.1 to 86400 seconds") }
        if let snapshotEvery, !(snapshotEvery > 0 && snapshotEvery <= 1e9) {
            throw ValidationError("--snapshot-every takes a positive number of megabytes")
        }
        if !(journalLimit >= 0 && journalLimit <= 1e9) {
            throw ValidationError("--journal-limit takes a number of gigabytes")
        }
        if !(idleTimeout > 0 && idleTimeout <= 1e8) {
            throw ValidationError("--idle-timeout takes a positive number of seconds")
        }
        if !(linger >= 0 && linger <= 86_400) { throw ValidationError("--linger takes 0 to 86400 seconds") }
    }

    func run() throws {
        try security.check(bind: bind)
        let signals = Signals()
        let notifier = ServiceNotifier.fromEnvironment()
        Memory.keepLargeBlocks()
        var loaded = try SweepFile.load(sweep)
        loaded.warnings.forEach { Note.write("warning: \($0)") }
        let directory = RunDirectory(path: runDirectory ?? "runs/\(loaded.sweep.name)")
        try ChunkResolution(link: link.cost).settle(&loaded, in: directory, like: like)
        try directory.open(for: loaded.sweep, file: sweep, as: .served)
        try WholeFile.remove(directory.statusPath)
        let end = try serve(loaded, directory, signals, notifier)
        if end == .done { try export(loaded, directory) }
        let results = try RunResults(directory: directory.path)
        if !quiet { try Note.data(results.render(.table)) }
        results.indexIfPossible()
        if end == .drained { throw ExitCode(75) }
    }

    private func serve(
        _ loaded: LoadedSweep, _ directory: RunDirectory, _ signals: Signals, _ notifier: ServiceNotifier
    ) throws -> ServerLoop.End {
        let identity = loaded.sweep.identity
        let snapshots = SnapshotFile(directory: directory.snapshotsPath)
        let journal = JournalDirectory(path: directory.journalPath)
        try directory.make(directory.parametersPath)
        var recovered = RecoveredRun(
            server: freshServer(loaded.sweep),
            parameters: try ParameterStore(directory: directory.parametersPath, sweep: loaded.sweep))
        try recovered.recover(from: directory, repairing: repair)
        let server = recovered.server
        let parameters = recovered.parameters
        var events = try Projection(path: directory.eventsPath, journalSequence: server.sequence)
        for happening in recovered.happenings { events.add(happening, worker: nil) }
        if server.sequence > 0 {
            Note.write("continued: \(server.sequence) records, \(server.endedTrials) trials done")
        }
        try events.write()
        try WholeFile.syncDirectory(directory.path)  // events.jsonl may be new
        let writer = try JournalWriter(
            journal, end: recovered.end, sequence: server.sequence, durability: durability)
        let post = try listen(for: server, localKeyPath: localWorkers > 0 ? directory.localKeyPath : nil)
        let wasInterrupted = directory.hasConnection
        try directory.writeConnection(post.address, run: identity)
        try directory.make(directory.logsPath)
        security.warn(post.address)
        Note.write(
            "ready \(post.address) sweep=\(loaded.sweep.name) trials=\(loaded.sweep.trials.count) "
                + "run=\(directory.path)")
        notifier.tellReady()
        let workers = LocalWorkers(
            count: localWorkers, program: ServeCommand.workerProgram, arguments: post.workerArguments,
            logsPath: directory.logsPath)
        let loop = ServerLoop(
            ServerLoop.Parts(
                server: server, socket: post.socket, doorkeeper: post.doorkeeper, journal: writer,
                checkpoint: Checkpoint(
                    journal: journal, writer: writer, snapshots: snapshots,
                    retention: JournalRetention(keepJournal, limitBytes: Int(journalLimit * 1e9))),
                snapshotBytes: snapshotBytes(server), events: events,
                parameters: parameters,
                datasets: Dictionary(uniqueKeysWithValues: loaded.datasets.map { ($0.digest, $0.bytes) }),
                workers: workers, signals: signals,
                status: StatusFile(
                    path: directory.statusPath, sweep: loaded.sweep.name, endpoint: post.address.description,
                    journal: writer),
                threads: ApplyingThreads(count: threads ?? ProcessInfo.processInfo.activeProcessorCount),
                notifier: notifier, idleMilliseconds: Int(idleTimeout * 1_000),
                lingerMilliseconds: Int(linger * 1_000),
                returnMilliseconds: wasInterrupted ? Int(lease * 1_000) : 0))
        let end = try loop.run()
        try WholeFile.remove(directory.localKeyPath)
        if end == .done { directory.removeConnection() }
        return end
    }

    /// Journal bytes between two snapshots.
    private func snapshotBytes(_ server: ParameterServer) -> Int {
        if let snapshotEvery { return Int(snapshotEvery * 1e6) }
        return max(512_000_000, 16 * (server.trials.map(\.stateBytes).max() ?? 0))
    }

    private func freshServer(_ sweep: Sweep) -> ParameterServer {
        ParameterServer(
            configuration: ParameterServer.Configuration(
                run: sweep.identity, leaseMilliseconds: Int(lease * 1_000)),
            trials: Trial.trials(of: sweep))
    }

    private func export(_ loaded: LoadedSweep, _ directory: RunDirectory) throws {
        let export = ModelExport(directory: directory, sweep: loaded.sweep, datasets: loaded.datasets)
        try export.run { trials in
            try ParameterReplay.parameters(of: trials, sweep: loaded.sweep, directory: directory)
        }
    }

    private func listen(for server: ParameterServer, localKeyPath: String?) throws -> ListeningPost {
        do {
            return try ListeningPost(
                endpoint: "tcp://\(bind):\(port == 0 ? "*" : String(port))",
                keys: security.keys.map { KeysDirectory(path: $0) }, localKeyPath: localKeyPath,
                maximumFrameBytes: server.maximumFrameBytes,
                sessionLimit: server.configuration.sessionLimit)
        } catch let error as ZeroMQError where error.isAddressInUse {
            throw RunError(
                .unreachable,
                "port \(port) on \(bind) is in use; choose another with --port, or 0 for any free one")
        } catch let error as ZeroMQError {
            throw RunError(
                .unreachable, "cannot listen on \(bind): \(error); --bind takes an address of this machine")
        }
    }

    /// The worker program beside this one.
    private static var workerProgram: String {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("ignd-worker")
            .path
    }
}
