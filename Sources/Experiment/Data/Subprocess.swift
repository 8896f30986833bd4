internal import Foundation

/// A program of the system, found on the path, run to its end.
struct Subprocess {
    let program: String
    let arguments: [String]

    init(_ program: String, _ arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// Fails with what the program said on stderr.
    func run(for purpose: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw InputError(
                .unavailable, file: purpose, "\(program) cannot be started: \(error.cause)")
        }
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let reason =
                text.split(separator: "\n").last.map(String.init) ?? "exit \(process.terminationStatus)"
            throw InputError(.unavailable, file: purpose, "\(program) failed: \(reason)")
        }
    }
}
