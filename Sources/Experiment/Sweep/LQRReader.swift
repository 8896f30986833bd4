internal import Core

/// Reads the settings of policy iteration on a linear-quadratic regulator.
struct LQRReader {
    static let keys = [
        "kind", "plant", "discount", "sampling_period", "noise", "reset_every", "initial_state",
        "exploration",
        "initial_gain", "improvements", "updates_per_improvement", "stop_below", "bias_feature",
        "mixed_scale",
        "scale",
    ]

    func read(_ place: ConfigurationNode) throws -> LQRSpecification {
        let mapping = try place.mapping(LQRReader.keys)
        let plantPlace = try mapping.required("plant", "uav, bdt or a mapping with a and b")
        let plant = try PlantReader(task: mapping).read(plantPlace)
        let discount = try mapping.number("discount", .insideUnit, default: 0.9)
        let isStochastic = plant.noise != .none
        let resolved = try resolve(plant, discount: discount, at: plantPlace)
        return LQRSpecification(
            plant: resolved.plant, discount: discount, optimalGain: resolved.optimalGain,
            initialGain: try initialGain(mapping["initial_gain"], resolved.plant),
            improvements: try mapping.integer("improvements", 1...1_000_000, default: 20),
            updatesPerImprovement: try mapping.integer(
                "updates_per_improvement", 1...1_000_000_000, default: isStochastic ? 5_000 : 2_000),
            resetEvery: try mapping.integer("reset_every", 1...1_000_000_000, default: 10),
            initialState: try mapping.number("initial_state", .positive, default: 1),
            exploration: try mapping.number("exploration", .positive, default: 1),
            hasBiasFeature: try mapping.boolean("bias_feature", default: isStochastic),
            stopBelow: try mapping.number("stop_below", .notNegative, default: 1e-8),
            mixedScale: try mapping.number("mixed_scale", .notNegative, default: 0),
            scale: try mapping.number("scale", .positive, default: 1))
    }

    private func resolve(
        _ plant: PlantDescription, discount: Double, at place: ConfigurationNode
    ) throws -> PlantDescription.Resolved {
        do {
            return try plant.resolve(discount: discount)
        } catch {
            throw place.error(error.description)
        }
    }

    /// One number for all entries, or the matrix.
    private func initialGain(_ place: ConfigurationNode?, _ plant: LQRSpecification.Plant) throws -> [Double]
    {
        let count = plant.inputs * plant.states
        guard let place else { return Array(repeating: 0, count: count) }
        if place.isSequence {
            return try place.matrix(rows: plant.inputs, columns: plant.states).flatMap { $0 }
        }
        return Array(repeating: try place.number(), count: count)
    }
}
