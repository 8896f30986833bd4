import Foundation

/// One process of the system under test; what it prints goes to two files.
final class ProcessRunner {
    let process: pid_t
    let name: String
    private let outputPath: String
    private let errorsPath: String
    private var status: ExitStatus?

    /// Starts `arguments[0]` in the process group `group` (0: one of its own).
    init(
        _ arguments: [String], group: pid_t, logs: String, environment: [String: String] = [:]
    ) throws {
        name = arguments[0].split(separator: "/").last.map(String.init) ?? arguments[0]
        let unique = UUID().uuidString.prefix(8)
        outputPath = "\(logs)/\(name)-\(unique).out"
        errorsPath = "\(logs)/\(name)-\(unique).err"
        process = try ProcessRunner.spawn(
            arguments, group: group, output: outputPath, errors: errorsPath, environment: environment)
    }

    private static func spawn(
        _ arguments: [String], group: pid_t, output: String, errors: String, environment: [String: String]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o644)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, group)
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("IGND_") }
        let variables = inherited.merging(environment) { _, own in own }.map { "\($0)=\($1)" }
        var process: pid_t = 0
        let code = withPointers(to: arguments) { arguments in
            withPointers(to: variables) { variables in
                posix_spawn(&process, arguments[0]!, &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw Unexpected("cannot start \(arguments[0]): errno \(code)") }
        return process
    }

    private static func withPointers<T>(
        to texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T
    ) -> T {
        let pointers = texts.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }

    var output: String { ProcessRunner.text(outputPath) }
    var errors: String { ProcessRunner.text(errorsPath) }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// Nil while it runs.
    var ended: ExitStatus? {
        if status == nil {
            var raw: Int32 = 0
            if waitpid(process, &raw, WNOHANG) == process { status = ExitStatus(waitStatus: raw) }
        }
        return status
    }

    /// Waits for it to end by itself.
    func end(within seconds: Double = 60) async throws -> ExitStatus {
        do {
            return try await waiting(for: "the end of \(name)", seconds: seconds) { ended }
        } catch let late as Unexpected {
            throw Unexpected("\(late.description); it said:\n\(errors)")
        }
    }

    /// Waits until it has printed `text` on standard error.
    func says(_ text: String, within seconds: Double = 60) async throws {
        _ = try await waiting(for: "\(name) to say \"\(text)\"", seconds: seconds) {
            errors.contains(text) ? true : nil
        }
    }

    func send(_ signal: Int32) {
        if status == nil { kill(process, signal) }
    }

    /// Kills it without warning and waits until it is gone.
    func killNow() async throws {
        send(SIGKILL)
        _ = try await end(within: 10)
    }

    /// Takes note of a process that was killed with its group.
    func reap() {
        guard status == nil else { return }
        var raw: Int32 = 0
        waitpid(process, &raw, 0)
        status = ExitStatus(waitStatus: raw)
    }
}
