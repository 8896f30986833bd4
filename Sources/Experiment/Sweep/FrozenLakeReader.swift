internal import Core

/// Reads the settings of the scale test.
struct FrozenLakeReader {
    static let keys = [
        "kind", "discount", "episodes", "episodes_per_phase", "step_limit", "exploration", "feature_scale",
    ]
    func read(_ place: ConfigurationNode) throws -> FrozenLakeSpecification {
        let mapping = try place.mapping(FrozenLakeReader.keys)
        let exploration = try mapping["exploration"]?.mapping(["start", "end", "episodes"])
        return FrozenLakeSpecification(
            discount: try mapping.number("discount", .insideUnit, default: 0.9),
            episodes: try mapping.integer("episodes", 1...100_000_000, default: 2_000),
            episodesPerPhase: try mapping.integer("episodes_per_phase", 1...100_000_000, default: 20),
            stepLimit: try mapping.integer("step_limit", 1...1_000_000, default: 100),
            explorationStart: try exploration?.number("start", .fraction, default: 1) ?? 1,
            explorationEnd: try exploration?.number("end", .fraction, default: 0.1) ?? 0.1,
            explorationEpisodes: try exploration?.integer("episodes", 1...100_000_000, default: 500) ?? 500,
            featureScales: try featureScales(mapping["feature_scale"]))
    }

    private func featureScales(_ place: ConfigurationNode?) throws -> [Double] {
        let ones = [Double](repeating: 1, count: FrozenLake.states * FrozenLake.actions)
        guard let place, place.plainText != "none" else { return ones }
        let mapping = try place.mapping(["range", "seed", "values"])
        guard let values = mapping["values"] else {
            let range = try mapping.required("range", "R, or the 64 values, or none").integer(1...1_000_000)
            return FrozenLakeSpecification.randomScales(
                range: range, seed: UInt64(try mapping.integer("seed", default: 0)))
        }
        if let other = mapping["range"] ?? mapping["seed"] {
            throw other.error("values already say it; give either values, or range and seed")
        }
        let scales = try values.elements().map { try $0.number(.notZero) }
        guard scales.count == ones.count else {
            throw values.error("has \(scales.count) values; give \(ones.count), one a place and move")
        }
        return scales
    }
}
