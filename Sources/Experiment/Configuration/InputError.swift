/// A mistake in what the user gave: one sentence with its place, and the exit code that fits.
package struct InputError: Error, Equatable, CustomStringConvertible {
    package enum Kind: Int32, Sendable {
        case badData = 65
        case inputMissing = 66
        case unavailable = 69
        case cannotWrite = 74
        case configuration = 78
    }

    package var kind: Kind
    package var file: String
    package var line: Int?
    package var column: Int?
    /// Where inside the file: a dotted path of keys, or the name of a CSV column.
    package var path: String
    /// What was wrong, and after a semicolon or full stop what would be right.
    package var message: String

    package init(
        _ kind: Kind, file: String, line: Int? = nil, column: Int? = nil, path: String = "", _ message: String
    ) {
        self.kind = kind
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.message = message
    }

    package var exitCode: Int32 { kind.rawValue }

    package var description: String {
        let place = ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
        return [place, path, message].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}
