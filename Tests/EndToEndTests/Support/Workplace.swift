import Experiment
import Foundation

/// A temporary folder and all processes of one test. Both are gone when the test is over, however it ends.
///
/// All processes share one group, so that local workers belong to it as well. Its leader watches the test process:
/// if that dies, the group dies.
final class Workplace {
    let path: String
    private let guardian: ProcessRunner
    private var processes: [ProcessRunner] = []

    private init() throws {
        path = FileManager.default.temporaryDirectory.path + "/ignd-e2e-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path + "/logs", withIntermediateDirectories: true)
        let watch = "while kill -0 \(getpid()); do sleep 1; done; rm -rf '\(path)'; kill -9 0"
        guardian = try ProcessRunner(["/bin/sh", "-c", watch], group: 0, logs: path + "/logs")
    }

    /// Runs `body` in a workplace of its own.
    static func with(_ body: (Workplace) async throws -> Void) async throws {
        let place = try Workplace()
        defer { place.clear() }
        try await body(place)
    }

    private func clear() {
        kill(-guardian.process, SIGKILL)
        for process in processes + [guardian] { process.reap() }
        try? FileManager.default.removeItem(atPath: path)
    }

    // MARK: Files

    /// Writes a file; returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Data(text.utf8), to: name)
    }

    /// Writes a file, and the folders that it is in.
    @discardableResult
    func write(_ bytes: Data, to name: String) throws -> String {
        let url = URL(fileURLWithPath: file(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
        return file(name)
    }

    /// Damages a file.
    func flipByte(of name: String, at offset: Int) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file(name)))
        bytes[offset] ^= 0xFF
        try bytes.write(to: URL(fileURLWithPath: file(name)))
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

    // MARK: Processes

    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> ProcessRunner {
        var environment = environment
        environment["IGND_CACHE"] = environment["IGND_CACHE"] ?? file("cache")
        let process = try ProcessRunner(
            arguments, group: guardian.process, logs: path + "/logs", environment: environment)
        processes.append(process)
        return process
    }

    /// Runs a command to its end.
    func run(
        _ arguments: [String], environment: [String: String] = [:], within seconds: Double = 60
    ) async throws -> (status: ExitStatus, output: String, errors: String) {
        let process = try start(arguments, environment: environment)
        let status = try await process.end(within: seconds)
        return (status, process.output, process.errors)
    }

    /// A server that is ready: it has written where it listens.
    func startServer(
        _ sweep: String, run: String = "run", port: UInt16 = 0, options: [String] = []
    ) async throws -> RunningServer {
        let process = try start(
            [Programs.server, "--sweep", file(sweep), "--run", file(run), "--port", "\(port)"] + options)
        let connection = try await waiting(for: "connection.json of \(run)") {
            // A short sweep with local workers may be over, and its file gone, before anyone has looked.
            if let status = process.ended { return try Connection(ofEnded: process, status) }
            return try Connection(path: file(run) + "/connection.json", process: process.process)
        }
        return RunningServer(
            process: process, endpoint: connection.endpoint, port: connection.port, key: connection.key)
    }

    func startWorker(_ endpoint: String, options: [String] = []) throws -> ProcessRunner {
        let limits = ["--connect-timeout", "60", "--lost-timeout", "60"]
        return try start([Programs.worker, "--connect", endpoint] + limits + options)
    }

    func startWorkers(_ count: Int, _ endpoint: String) throws -> [ProcessRunner] {
        try (0..<count).map { _ in try startWorker(endpoint) }
    }

    // MARK: Results

    /// What `ignd-ps verify` says of a run: a hash a trial. For a served run it has replayed the journal.
    func hashes(of run: String) async throws -> [String] {
        let (status, output, errors) = try await self.run([Programs.server, "verify", file(run)])
        guard status == .code(0) else { throw Unexpected("verify ended with \(status): \(errors)") }
        return output.split(separator: "\n").map { String($0.prefix(64)) }
    }

    /// The hashes of the serial run of a sweep: the reference.
    func serialHashes(_ sweep: String) async throws -> [String] {
        let run = "serial-" + UUID().uuidString.prefix(4)
        let (status, _, errors) = try await self.run(
            [Programs.worker, "--serial", file(sweep), "--run", file(run)])
        guard status == .code(0) else { throw Unexpected("serial ended with \(status): \(errors)") }
        return try await hashes(of: run)
    }

    func events(of run: String) throws -> [Event] {
        try EventReader.read(path: file(run) + "/events.jsonl")
    }
}
