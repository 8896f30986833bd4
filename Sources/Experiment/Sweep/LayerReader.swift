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
        try checkCompiles(specifications, layers, place)
        return specifications
    }

    private static func checkCompiles(
        _ specifications: [LayerSpecification], _ layers: [ConfigurationNode], _ place: ConfigurationNode
    ) throws {
        do {
            _ = try Network(inputs: 1, layers: specifications)
        } catch Network.Fault.activationWithoutDenseLayer(let position) {
            throw layers[position].error(
                "an activation must stand behind a dense layer; put {dense: N} before it")
        } catch Network.Fault.tooManyLayers(let count, let limit) {
            throw place.error("has \(count) dense layers; at most \(limit) can be used")
        } catch {
            throw place.error("cannot be used as a model: \(error)")
        }
    }

    private static func layer(_ place: ConfigurationNode) throws -> LayerSpecification {
        guard place.isMapping else { return .activation(try place.choice(Activation.self)) }
        let outputs = try place.mapping(["dense"]).required("dense", "the number of outputs")
        return .dense(outputs: try outputs.integer(1...1_000_000))
    }
}
