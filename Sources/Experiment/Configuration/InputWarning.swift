/// Something about the input that the user should know but that stops nothing. The caller prints it on stderr.
package struct InputWarning: Equatable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// A column that says nothing in the training rows; it was left out.
        case constantColumn
        /// Targets of zero: a percentage error is not defined there.
        case zeroTarget
        /// Files that are not what their names say; they were left out.
        case skippedFiles
        /// A folder that is no class of this data set.
        case unusedFolder
        /// Texts without a token.
        case emptyTexts
    }

    package var kind: Kind
    package var file: String
    /// Empty if it concerns no column.
    package var column: String
    package var message: String

    package init(_ kind: Kind, file: String, column: String = "", _ message: String) {
        self.kind = kind
        self.file = file
        self.column = column
        self.message = message
    }

    package var description: String {
        column.isEmpty ? "\(file): \(message)" : "\(file): column \"\(column)\": \(message)"
    }
}
