internal import Core

/// Reads `layers:` of a model with one output. What is written is read before the data, whether it fits after it.
struct LayerReader {
    private let place: ConfigurationNode?
    private let layers: [ConfigurationNode]
    /// The declared layers; without any, a linear model.
    let specifications: [LayerSpecification]

    init(_ place: ConfigurationNode?) throws {
        self.place = place
        layers = try place?.elements() ?? []
        guard let last = layers.last else {
            specifications = [.dense(outputs: 1)]
            return
        }
        specifications = try layers.map(LayerReader.layer)
        guard specifications.last == .dense(outputs: 1) else {
            throw last.error("the last layer must be {dense: 1}: the method needs a model with one output")
        }
    }

    /// Whether the layers can work on such samples. `task` is named where no layer is declared.
    func check(input: InputShape, task: ConfigurationNode) throws {
        do {
            _ = try Network(input: input, layers: specifications)
        } catch {
            let wrong = error.position.flatMap { layers.indices.contains($0) ? layers[$0] : nil }
            throw (wrong ?? place ?? task).error(error.description)
        }
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

    private static func layer(_ place: ConfigurationNode) throws -> LayerSpecification {
        guard place.isMapping else { return try place.choice(Plain.self).specification }
        let mapping = try place.mapping(kinds)
        let given = kinds.filter { mapping[$0] != nil }
        guard given.count == 1, let size = mapping[given[0]] else {
            throw place.error("give one of \(kinds.joined(separator: ", ")) for each layer")
        }
        switch given[0] {
        case "dense": return .dense(outputs: try size.integer(widest))
        case "conv2d": return try convolution(size)
        case "max_pool": return .maxPool(size: try size.integer(1...1_000))
        case "embedding": return .embedding(width: try size.integer(widest))
        default: return .lstm(units: try size.integer(1...100_000))
        }
    }

    private static func convolution(_ place: ConfigurationNode) throws -> LayerSpecification {
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
