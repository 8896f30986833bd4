internal import Core

/// Reads `layers:` of a model with one output.
struct LayerReader {
    /// What the first layer takes.
    let input: InputShape

    func read(_ place: ConfigurationNode?) throws -> [LayerSpecification] {
        let linear = [LayerSpecification.dense(outputs: 1)]
        guard let place else { return linear }
        let layers = try place.elements()
        guard let last = layers.last else { return linear }
        let specifications = try layers.map(layer)
        guard specifications.last == .dense(outputs: 1) else {
            throw last.error("the last layer must be {dense: 1}: the method needs a model with one output")
        }
        do {
            _ = try Network(input: input, layers: specifications)
        } catch {
            throw (error.position.map { layers[$0] } ?? place).error(error.description)
        }
        return specifications
    }

    /// Layers that need no number.
    private enum Plain: String, CaseIterable {
        case relu, tanh, sigmoid, identity, flatten

        var specification: LayerSpecification {
            Activation(rawValue: rawValue).map { .activation($0) } ?? .flatten
        }
    }

    private static let kinds = ["dense", "conv2d", "max_pool", "embedding", "lstm"]
    private static let widest = 1...1_000_000

    private func layer(_ place: ConfigurationNode) throws -> LayerSpecification {
        guard place.isMapping else { return try place.choice(Plain.self).specification }
        let mapping = try place.mapping(LayerReader.kinds)
        let given = LayerReader.kinds.filter { mapping[$0] != nil }
        guard given.count == 1, let size = mapping[given[0]] else {
            throw place.error("give one of \(LayerReader.kinds.joined(separator: ", ")) for each layer")
        }
        switch given[0] {
        case "dense": return .dense(outputs: try size.integer(LayerReader.widest))
        case "conv2d": return try convolution(size)
        case "max_pool": return .maxPool(size: try size.integer(1...1_000))
        case "embedding": return .embedding(width: try size.integer(LayerReader.widest))
        default: return .lstm(units: try size.integer(1...100_000))
        }
    }

    private func convolution(_ place: ConfigurationNode) throws -> LayerSpecification {
        guard place.isMapping else {
            let channels = try place.integer(1...100_000)
            return .convolution(channels: channels, kernel: 3, stride: 1, padding: 0)
        }
        let mapping = try place.mapping(["channels", "kernel", "stride", "padding"])
        return .convolution(
            channels: try mapping.required("channels", "the number of output channels").integer(1...100_000),
            kernel: try mapping.integer("kernel", 1...11, default: 3),
            stride: try mapping.integer("stride", 1...11, default: 1),
            padding: try mapping.integer("padding", 0...10, default: 0))
    }
}
