internal import Foundation

/// A program of the system, found on the path, run to its end.
package struct Subprocess {
    private let program: String
    private let arguments: [String]
    /// After these it is killed; nil: it may take what it needs.
    private let seconds: Int?

    package init(_ program: String, _ arguments: [String], seconds: Int? = nil) {
        self.program = program
        self.arguments = arguments
        self.seconds = seconds
    }

    /// Fails with what the program said on stderr.
    package func run(for purpose: String) throws {
        let (status, _, errors) = try finish(purpose, output: nil)
        guard status == 0 else {
            throw InputError(.unavailable, file: purpose, "\(program) failed: \(reason(errors, status))")
        }
    }

    /// What the program writes, out of a file that the user gave: if it fails, the file is not right.
    func output(for file: String) throws -> [UInt8] {
        let pipe = Pipe()
        let (status, output, errors) = try finish(file, output: pipe)
        guard status == 0 else {
            let isMissing = status == Subprocess.notFound
            throw InputError(
                isMissing ? .unavailable : .badData, file: file,
                "cannot be unpacked: \(reason(errors, status))")
        }
        return output
    }

    /// The exit code of env for a program that is not there.
    private static let notFound: Int32 = 127

    private func finish(
        _ purpose: String, output: Pipe?
    ) throws -> (status: Int32, output: [UInt8], errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw InputError(
                .unavailable, file: purpose, "\(program) cannot be started: \(error.cause)")
        }
        let watch = kill(process)
        defer { watch.cancel() }
        // What is said of an error is short: it fits the pipe while the output is read.
        let bytes = output?.fileHandleForReading.readDataToEndOfFile() ?? Data()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if let seconds, process.terminationReason == .uncaughtSignal {
            throw InputError(
                .unavailable, file: purpose, "\(program) was ended: it may take \(seconds) s at most")
        }
        return (process.terminationStatus, [UInt8](bytes), text)
    }

    /// Kills the process when its time is over, unless that is called off.
    private func kill(_ process: Process) -> DispatchWorkItem {
        let number = process.processIdentifier
        let watch = DispatchWorkItem { _ = Foundation.kill(number, SIGKILL) }
        if let seconds {
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds), execute: watch)
        }
        return watch
    }

    private func reason(_ errors: String, _ status: Int32) -> String {
        errors.split(separator: "\n").last.map(String.init) ?? "exit \(status)"
    }
}
