/// Why a data set cannot serve a trial, in words.
package struct DatasetFault: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
