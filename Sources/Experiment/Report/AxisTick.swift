/// A labelled place on an axis.
package struct AxisTick: Equatable {
    package let value: Double
    package let label: String
    /// Written raised after the label: 10 and −3.
    package var exponent: String?
}
