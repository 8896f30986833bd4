internal import Core

/// Reads `layers:` of a feed-forward model with one output.
enum LayerReader {
    static func read(_ place: ConfigurationNode?) throws -> [LayerSpecification] {
        let linear = [LayerSpecification.dense(outputs: 1)]
        guard let place else { return linear }
        let layers = try place.elements()
        guard let last = layers.last else { return linear }
        let specifications = try layers.map(layer)
        guard specifications.last == .dense(outputs: 1) else {
            throw last.error("the last layer must be {dense: 1}: the method needs a model with one output")
        }
        return specifications
    }

    private static func layer(_ place: ConfigurationNode) throws -> LayerSpecification {
        guard place.isMapping else { return .activation(try place.choice(Activation.self)) }
        let outputs = try place.mapping(["dense"]).required("dense", "the number of outputs")
        return .dense(outputs: try outputs.integer(1...1_000_000))
    }
}
