import Experiment
import FuzzDriver

/// What a person is told of a wrong input must name the file.
enum InputErrorCheck {
    /// Runs a reader; nil if it refused. Any error but an `InputError` is a finding.
    static func read<Result>(file: String, _ body: () throws -> Result) throws -> Result? {
        do {
            return try body()
        } catch let error as InputError {
            demand(error.file.hasPrefix(file), "the error does not name \(file): \(error)")
            demand(!error.message.isEmpty, "an error without words")
            demand((error.line ?? 1) >= 1 && (error.column ?? 1) >= 1, "a place before the first: \(error)")
            return nil
        }
    }
}
