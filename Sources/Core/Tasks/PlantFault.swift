/// Why a plant cannot be used: what is wrong, and what would be right.
package struct PlantFault: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
