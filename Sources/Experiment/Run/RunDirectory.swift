internal import Foundation
package import Protocol

/// The directory of one run: a sweep's resolved form, its events and, for a served run, its journal.
package final class RunDirectory {
    package let path: String
    private var lock: Int32 = -1

    package init(path: String) { self.path = path }

    package var resolvedPath: String { path + "/resolved.json" }
    package var eventsPath: String { path + "/events.jsonl" }
    /// The directory of the journal's segments.
    package var journalPath: String { path + "/journal" }
    package var snapshotsPath: String { path + "/snapshots" }
    /// Parameters of ended trials, until the sweep is done.
    package var parametersPath: String { path + "/parameters" }
    /// The models of a sweep that is done.
    package var modelsPath: String { path + "/models" }
    /// The command that made the run.
    package var commandPath: String { path + "/command" }
    package var connectionPath: String { path + "/connection.json" }
    /// What a running server says of itself.
    package var statusPath: String { path + "/status.json" }
    package var logsPath: String { path + "/logs" }
    /// The secret key of a server's local workers, while it runs.
    package var localKeyPath: String { path + "/local-workers.key" }

    /// Who writes the events: a server from its journal, or a serial run by itself. A directory holds one
    /// kind.
    package enum Kind { case served, serial }

    /// Makes the directory for `sweep`, or finds the same sweep's; takes it for this process alone.
    ///
    /// - Throws: `RunError` if it cannot be written, is in use, or belongs to another sweep or kind of run.
    package func open(for sweep: Sweep, file: String, as kind: Kind) throws {
        try make(path)
        if kind == .served { for directory in [journalPath, snapshotsPath] { try make(directory) } }
        try takeLock()
        if FileManager.default.fileExists(atPath: resolvedPath) {
            let resident = try Sweep.read(from: resolvedPath)
            guard resident.identity == sweep.identity else {
                throw RunError(
                    .configuration,
                    "\(path): this run directory belongs to another sweep (\"\(resident.name)\", or the file has "
                        + "changed since); name another directory with --run, or remove this one")
            }
            try check(kind)
        } else {
            try copy(file, to: path + "/sweep.yaml")
            try sweep.write(to: resolvedPath)
        }
        try keepCommand(sweepFile: file, kind)
        if kind == .served { try sync() }
    }

    /// The first one stays: calling it again goes on with the run.
    private func keepCommand(sweepFile: String, _ kind: Kind) throws {
        guard !FileManager.default.fileExists(atPath: commandPath) else { return }
        let command = RunCommand(sweepFile: sweepFile, directory: path, kind: kind)
        do {
            try Data((command.text + "\n").utf8).write(
                to: URL(fileURLWithPath: commandPath), options: .atomic)
        } catch {
            throw RunError(.cannotWrite, "\(commandPath): cannot be written: \(error.cause)")
        }
    }

    /// The command that made the run, if the directory tells it.
    var command: String? {
        guard let data = FileManager.default.contents(atPath: commandPath) else { return nil }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }

    /// What stands in the directory by now survives a loss of power, itself included.
    private func sync() throws {
        try WholeFile.sync(resolvedPath)
        try WholeFile.syncDirectory(path)
        // Who may not read the directory above cannot sync it.
        try? WholeFile.syncDirectory(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    /// Whether a server works here, or did: only it writes a journal, snapshots and logs of workers.
    package var isServed: Bool {
        hasFiles(journalPath) || hasFiles(snapshotsPath) || FileManager.default.fileExists(atPath: logsPath)
    }

    private func hasFiles(_ directory: String) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: directory))?.isEmpty == false
    }

    private func check(_ kind: Kind) throws {
        let hasEvents = FileManager.default.contents(atPath: eventsPath)?.isEmpty == false
        let isOther = kind == .served ? hasEvents && !isServed : isServed
        guard isOther else { return }
        let resident = kind == .served ? "a serial" : "a served"
        throw RunError(
            .configuration,
            "\(path): this run directory holds \(resident) run; name another directory with --run")
    }

    package func make(_ directory: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw RunError(.cannotWrite, "\(directory): cannot be made: \(error.cause)")
        }
    }

    private func copy(_ file: String, to target: String) throws {
        guard let text = FileManager.default.contents(atPath: file) else { return }
        do {
            try text.write(to: URL(fileURLWithPath: target), options: .atomic)
        } catch {
            throw RunError(.cannotWrite, "\(target): cannot be written: \(error.cause)")
        }
    }

    private func takeLock() throws {
        let lockPath = path + "/lock"
        lock = Foundation.open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0 else {
            throw RunError(.cannotWrite, "\(lockPath): cannot be opened: \(String(cString: strerror(errno)))")
        }
        // Who only asks whether it is taken holds it for a moment.
        for _ in 0..<5 where flock(lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK { usleep(20_000) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw RunError(
                .configuration, "\(path): another process serves this run directory; stop it first")
        }
    }

    /// Whether a process works on this directory.
    ///
    /// - Throws: `RunError` if the lock cannot be looked at.
    package func isInUse() throws -> Bool {
        let descriptor = Foundation.open(path + "/lock", O_RDONLY | O_CLOEXEC)
        if descriptor < 0 && errno == ENOENT { return false }
        guard descriptor >= 0 else {
            throw RunError(
                .cannotWrite, "\(path)/lock: cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    /// A server listens for this run, or one did and had no time to say that it stopped.
    package var hasConnection: Bool { FileManager.default.fileExists(atPath: connectionPath) }

    /// Nobody listens any more, and no worker waits.
    package func removeConnection() { unlink(connectionPath) }

    /// Says where the server listens, for programs that start workers.
    package func writeConnection(_ address: ServerAddress, run: String) throws {
        let text = ConnectionFile.text(address, run: run)
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: connectionPath), options: .atomic)
        } catch {
            throw RunError(
                .cannotWrite, "\(connectionPath): cannot be written: \(error.cause)")
        }
    }

    deinit { if lock >= 0 { close(lock) } }
}
