/// Why a file is no picture that can be used, in words.
package struct PictureFault: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
