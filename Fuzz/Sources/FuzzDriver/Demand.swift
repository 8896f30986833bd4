internal import Glibc

/// Ends the process with a sentence if what must hold does not: the fuzzer keeps the input.
package func demand(_ holds: Bool, _ sentence: @autoclosure () -> String) {
    if holds { return }
    Report.write("FINDING: \(sentence())\n")
    abort()
}

/// The standard error that the process began with: the fuzzer closes the other, on which readers say what they found.
enum Report {
    static let descriptor = dup(STDERR_FILENO)

    static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}
