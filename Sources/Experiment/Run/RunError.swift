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
    /// The system's error number, where one is behind it.
    package let systemCode: Int32?

    package init(_ kind: Kind, _ description: String, systemCode: Int32? = nil) {
        self.kind = kind
        self.description = description
        self.systemCode = systemCode
    }

    package var exitCode: Int32 { kind.rawValue }
}
