/// A metric of one configuration, phase by phase.
package struct Curve: Sendable {
    package let group: String
    package let label: String
    package let learningRate: Double
    package let isChosen: Bool
    package let metric: String
    package let points: [CurvePoint]
}
