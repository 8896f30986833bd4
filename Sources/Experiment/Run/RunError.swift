/// A failure of the surroundings of a run, with the exit code that fits.
package struct RunError: Error, CustomStringConvertible {
    package enum Kind: Int32, Sendable {
        case failed = 1
        case unreachable = 69
        case cannotWrite = 74
        case configuration = 78
    }

    package let kind: Kind
    package let description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    package var exitCode: Int32 { kind.rawValue }
}
