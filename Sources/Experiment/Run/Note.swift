internal import Foundation

/// Lines for people, on standard error: data goes to standard output, all else here.
package enum Note {
    package static func write(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Data on standard output.
    package static func data(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
