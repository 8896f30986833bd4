internal import Foundation
internal import Protocol

/// How a program tells its user of an error: one line on standard error, and an exit code that says what kind.
package struct ProgramFailure {
    package let text: String
    package let exitCode: Int32

    /// Nil for an error that is none of ours.
    package init?(_ error: any Error) {
        switch error {
        case let error as InputError: self.init(error.description, error.exitCode)
        case let error as RunError: self.init(error.description, error.exitCode)
        case let error as ResultsError: self.init(error.description, error.exitCode)
        case let error as ZeroMQError: self.init(error.description, error.isAddressInUse ? 69 : 1)
        default: return nil
        }
    }

    private init(_ text: String, _ exitCode: Int32) {
        self.text = text
        self.exitCode = exitCode
    }

    /// Tells and ends the process.
    package func end(program: String) -> Never {
        Note.write("\(program): \(text)")
        exit(exitCode)
    }
}
