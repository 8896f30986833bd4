internal import Core

/// A discrete-time plant with the gain that is optimal for it.
struct ResolvedPlant {
    let plant: LQRSpecification.Plant
    let optimalGain: [Double]

    static func resolve(_ request: PlantRequest, discount: Double) throws -> ResolvedPlant {
        throw PlantNotAvailable()
    }
}

struct PlantNotAvailable: Error, CustomStringConvertible {
    var description: String { "plants are not available yet" }
}
