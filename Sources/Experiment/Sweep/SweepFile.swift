internal import Core
internal import Foundation
internal import Yams

/// Loads a sweep file: reads it strictly, puts the parameters in, prepares its data sets.
package struct SweepFile {
    private static let headerKeys = ["name", "method", "metric", "seeds", "parameters"]

    private let root: ConfigurationNode
    private let inputs: SweepInputs

    /// The sweep in the file at `path`, complete, or the first mistake in it.
    package static func load(_ path: String) throws -> LoadedSweep {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try SweepFile(try ConfigurationFile.read(path), directory: directory).load()
    }

    /// The sweep in `text`; `file` is what errors call it.
    package static func parse(_ text: String, file: String, directory: String) throws -> LoadedSweep {
        try SweepFile(try ConfigurationFile.parse(text, file: file), directory: directory).load()
    }

    private init(_ root: ConfigurationNode, directory: String) {
        self.root = root
        inputs = SweepInputs(directory: directory)
    }

    private func load() throws -> LoadedSweep {
        let header = try root.mapping(SweepFile.headerKeys + TrialReader.keys)
        try checkMethod(header["method"])
        let stem = URL(fileURLWithPath: root.file).deletingPathExtension().lastPathComponent
        let name = try header.text("name", default: stem)
        let seeds = try seeds(header["seeds"])
        let grids = try ParameterGrid.read(header["parameters"])
        try checkSize(grids, seeds: seeds.count, header["parameters"])
        let points = try grids.flatMap(points)
        try checkDistinct(points)
        let groups = SweepGroups(points.map(\.choices), labels: points.map(\.configuration.label))
        let metric = try metric(header["metric"], points)
        let trials = points.enumerated().flatMap { number, point in
            seeds.map { seed in trial(point, seed: seed, group: groups.name(number)) }
        }
        let isOpen = points.flatMap { point in seeds.map { _ in point.configuration.hasOpenChunk } }
        let numbered = trials.enumerated().map { index, trial in
            var trial = trial
            trial.index = index
            return trial
        }
        return LoadedSweep(
            sweep: Sweep(name: name, metric: metric, trials: numbered), datasets: inputs.datasets,
            warnings: inputs.warnings, openChunks: Set(isOpen.indices.filter { isOpen[$0] }))
    }

    private func checkMethod(_ place: ConfigurationNode?) throws {
        guard let place else { return }
        guard place.plainText == "grid" else {
            throw place.error("the method \(place.found) is not supported; use grid")
        }
    }

    /// `seeds: N` means 0 … N − 1; a list means itself.
    private func seeds(_ place: ConfigurationNode?) throws -> [UInt64] {
        guard let place else { return [0] }
        guard place.isSequence else { return (0..<UInt64(try place.integer(1...1_000_000))).map { $0 } }
        let elements = try place.elements()
        if elements.isEmpty { throw place.error("the list of seeds is empty; give at least one") }
        var seeds: [UInt64] = []
        for element in elements {
            let seed = UInt64(try element.integer(0...Int.max))
            if seeds.contains(seed) { throw element.error("the seed \(seed) is listed twice") }
            seeds.append(seed)
        }
        return seeds
    }

    private static let pointLimit = 10_000
    private static let trialLimit = 1_000_000

    /// A slip of the pen in a few lists makes more trials than any machine can hold.
    private func checkSize(_ grids: [ParameterGrid], seeds: Int, _ place: ConfigurationNode?) throws {
        let limit = SweepFile.pointLimit
        let points = grids.reduce(0) { min($0 + $1.size(atMost: limit + 1), limit + 1) }
        if points > limit {
            throw (place ?? root).error(
                "the grids have more than \(limit) points; sweep fewer values at once")
        }
        if points * seeds > SweepFile.trialLimit {
            throw (place ?? root).error(
                "\(points) points with \(seeds) seeds each make more than \(SweepFile.trialLimit) trials")
        }
    }

    // MARK: Points of the grids

    private struct Point {
        let place: ConfigurationNode
        let choices: [SweepGroups.Choice]
        let configuration: TrialConfiguration
    }

    private func points(_ grid: ParameterGrid) throws -> [Point] {
        try grid.axes.forEach(checkVariable)
        return try grid.combinations.map { try point(grid, $0) }
    }

    private func checkVariable(_ axis: ParameterGrid.Axis) throws {
        let first = axis.steps.first ?? ""
        if first == "seeds" {
            throw axis.key.error(
                "seeds repeat a configuration and are no parameter; give them as the key seeds")
        }
        if SweepFile.headerKeys.contains(first) {
            throw axis.key.error("\(first) belongs to the whole sweep and cannot vary")
        }
    }

    private func point(_ grid: ParameterGrid, _ values: [Node]) throws -> Point {
        var document = trialDocument
        for (axis, value) in zip(grid.axes, values) {
            document = try NodeSubstitution.set(axis, to: value, in: document)
        }
        let reader = TrialReader(inputs: inputs)
        return Point(
            place: grid.axes.first?.key ?? root,
            choices: zip(grid.axes, values).map { SweepGroups.Choice(key: $0.name, value: NodeText.of($1)) },
            configuration: try reader.read(ConfigurationNode(document, file: root.file, path: "")))
    }

    /// The document without the keys of the sweep as a whole.
    private var trialDocument: Node {
        guard let mapping = root.node.mapping else { return root.node }
        let pairs = mapping.filter { !SweepFile.headerKeys.contains($0.key.scalar?.string ?? "") }
        return .mapping(
            Node.Mapping(pairs.map { ($0.key, $0.value) }, mapping.tag, mapping.style, mapping.mark))
    }

    private func checkDistinct(_ points: [Point]) throws {
        for (number, point) in points.enumerated() {
            let twin = points[..<number].first {
                $0.configuration.label == point.configuration.label
                    && $0.configuration.specification == point.configuration.specification
                    && $0.configuration.hasOpenChunk == point.configuration.hasOpenChunk
            }
            guard twin != nil else { continue }
            let choices = point.choices.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            throw point.place.error(
                "an earlier point of the sweep is the same trial as \(choices); keep one of them")
        }
    }

    private func metric(_ place: ConfigurationNode?, _ points: [Point]) throws -> SweepMetric {
        let metrics = try points.map {
            try TaskMetrics.read(
                place, task: $0.configuration.specification.task, loss: $0.configuration.specification.loss)
        }
        if let other = metrics.first(where: { $0 != metrics[0] }) {
            throw root.error(
                "the trials have different metrics (\(metrics[0].name), \(other.name)); sweep one kind of task"
            )
        }
        return metrics[0]
    }

    private func trial(_ point: Point, seed: UInt64, group: String) -> ResolvedTrial {
        var specification = point.configuration.specification
        specification.seed = seed
        return ResolvedTrial(
            index: 0, label: point.configuration.label, group: group,
            learningRate: specification.learningRate, seed: seed, specification: specification)
    }
}
