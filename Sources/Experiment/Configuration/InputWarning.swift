/// Something about the input that the user should know but that stops nothing. The caller prints it on stderr.
package struct InputWarning: Equatable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// A column that says nothing in the training rows; it was left out.
        case constantColumn
        /// Targets of zero: a percentage error is not defined there.
        case zeroTarget
    }

    package var kind: Kind
    package var file: String
    package var column: String
    package var message: String

    package init(_ kind: Kind, file: String, column: String, _ message: String) {
        self.kind = kind
        self.file = file
        self.column = column
        self.message = message
    }

    package var description: String { "\(file): column \"\(column)\": \(message)" }
}
