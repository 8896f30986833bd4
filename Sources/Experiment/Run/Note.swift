internal import Foundation

/// Lines for people, on standard error: data goes to standard output, all else here.
package enum Note {
    /// A line that cannot be written (a closed terminal, a full disk) is lost; the work goes on.
    package static func write(_ text: String) {
        _ = StandardStream.write(text + "\n", to: STDERR_FILENO)
    }

    /// Data on standard output.
    ///
    /// - Throws: `RunError` if it cannot be written: whoever asked for it does not have it.
    package static func data(_ text: String) throws {
        let code = StandardStream.write(text, to: STDOUT_FILENO)
        if code != 0 {
            let cause = String(cString: strerror(code))
            throw RunError(.cannotWrite, "standard output cannot be written: \(cause)")
        }
    }
}
