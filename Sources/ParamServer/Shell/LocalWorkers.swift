import Experiment
import Foundation
import Protocol

/// The worker processes that the server starts on its own machine. One that ends while there is work is started
/// again, a few times.
struct LocalWorkers {
    private struct Child {
        let number: Int
        let process: pid_t
    }

    private let program: String
    /// Where the server is, and the key to it.
    private let arguments: [String]
    private let logsPath: String
    private let count: Int
    private var children: [Child] = []
    private var startsLeft: Int
    private var nextStart = 0

    /// A worker that keeps failing is not started for ever.
    private static let restartsPerWorker = 5
    private static let restartDelayMilliseconds = 1_000

    init(count: Int, program: String, arguments: [String], logsPath: String) {
        self.count = count
        self.program = program
        self.arguments = arguments
        self.logsPath = logsPath
        startsLeft = count * (1 + LocalWorkers.restartsPerWorker)
    }

    var isEmpty: Bool { children.isEmpty }

    /// Takes note of what has ended and starts what is missing.
    mutating func attend(now: Int, isWanted: Bool) throws {
        reap()
        guard isWanted, children.count < count, now >= nextStart else { return }
        let missing = (1...count).filter { number in !children.contains { $0.number == number } }
        for number in missing {
            guard startsLeft > 0 else {
                throw RunError(.failed, "local workers keep ending; see \(logsPath)/worker-\(number).log")
            }
            startsLeft -= 1
            children.append(Child(number: number, process: try start(number)))
        }
        nextStart = now + LocalWorkers.restartDelayMilliseconds
    }

    private func start(_ number: Int) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let log = "\(logsPath)/worker-\(number).log"
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // A group of its own: Ctrl-C in a terminal goes to the server alone, which then asks its workers to stop.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        let arguments =
            [program] + arguments + ["--name", "local-\(number)", "--end-with-parent", "\(getpid())"]
        // A key for other servers: it would be taken for this one's.
        unsetenv("IGND_KEY")
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, program, &actions, &attributes, &pointers, environ)
        guard code == 0 else {
            throw RunError(.failed, "cannot start \(program): \(String(cString: strerror(code)))")
        }
        return process
    }

    /// Takes note of workers that have ended.
    mutating func reap() {
        children.removeAll { child in
            var status: Int32 = 0
            guard waitpid(child.process, &status, WNOHANG) == child.process else { return false }
            if status != 0 { Note.write("local worker \(child.number) ended: \(LocalWorkers.cause(status))") }
            return true
        }
    }

    private static func cause(_ status: Int32) -> String {
        status & 0x7F == 0 ? "exit code \(status >> 8 & 0xFF)" : "signal \(status & 0x7F)"
    }

    func terminate() {
        for child in children { kill(child.process, SIGTERM) }
    }
}
