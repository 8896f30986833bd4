import Foundation

extension Workplace {
    /// `ignd-ps keys …` on a directory of keys; gives the public key that it prints, if it does.
    @discardableResult
    func keys(_ arguments: String..., in directory: String = "keys") async throws -> String {
        let command = [Programs.server, "keys"] + arguments + ["--keys", file(directory)]
        let (status, output, errors) = try await run(command)
        guard status == .code(0) else {
            throw Unexpected("keys \(arguments) ended with \(status): \(errors)")
        }
        return output.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
    }

    /// A server with keys.
    func startLockedServer(_ sweep: String, options: [String] = []) async throws -> RunningServer {
        if !exists("keys/server.key") { try await keys("new") }
        return try await startServer(sweep, options: ["--keys", file("keys")] + options)
    }

    func startWorker(_ address: String, key: String) throws -> ProcessRunner {
        try startWorker(address, options: ["--key", file(key)])
    }

    /// Bytes of memory that a process holds.
    func residentBytes(of process: ProcessRunner) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process.process)/status", encoding: .utf8)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = Int(line.split(separator: " ")[1])
        else { throw Unexpected("no VmRSS of \(process.name)") }
        return kilobytes * 1_024
    }
}
