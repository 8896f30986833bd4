/// A labelled place on an axis.
struct AxisTick: Equatable {
    let value: Double
    let label: String
    /// Written raised after the label: 10 and −3.
    var exponent: String?
}
