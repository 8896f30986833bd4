internal import Yams

/// One full grid of a sweep: axes in file order, the last one fastest.
struct ParameterGrid {
    /// A dotted key and the values it takes.
    struct Axis {
        let key: ConfigurationNode
        let values: [Node]

        var name: String { key.node.scalar?.string ?? "" }
        var steps: [String] { name.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }
    }

    let axes: [Axis]

    /// `parameters:` as one mapping or as a list of them; without it, one grid of one point.
    static func read(_ parameters: ConfigurationNode?) throws -> [ParameterGrid] {
        guard let parameters else { return [ParameterGrid(axes: [])] }
        guard parameters.isSequence else { return [try ParameterGrid(parameters)] }
        let grids = try parameters.elements().map { try ParameterGrid($0) }
        if grids.isEmpty {
            throw parameters.error("the list of grids is empty; give at least one grid, or leave it out")
        }
        return grids
    }

    private init(axes: [Axis]) { self.axes = axes }

    private init(_ place: ConfigurationNode) throws {
        guard let mapping = place.node.mapping else {
            throw place.error(
                "expected a mapping of keys to {values: [...]} or {value: ...}, found \(place.found)")
        }
        if mapping.isEmpty {
            throw place.error("the grid is empty; give a key with its values, or leave it out")
        }
        axes = try mapping.map { key, value in
            let name = key.scalar?.string ?? ""
            let path = place.child(name)
            return Axis(
                key: ConfigurationNode(key, file: place.file, path: path),
                values: try ParameterGrid.values(ConfigurationNode(value, file: place.file, path: path)))
        }
    }

    private static func values(_ place: ConfigurationNode) throws -> [Node] {
        guard place.isMapping else {
            throw place.error("expected {values: [...]} or {value: ...}, found \(place.found)")
        }
        let mapping = try place.mapping(["values", "value"])
        switch (mapping["values"], mapping["value"]) {
        case (nil, nil):
            throw place.error("neither values nor value is given; write {values: [...]} or {value: ...}")
        case (_?, let single?): throw single.error("both values and value are given; keep one of them")
        case (nil, let single?): return [single.node]
        case (let list?, nil): return try distinct(list)
        }
    }

    private static func distinct(_ list: ConfigurationNode) throws -> [Node] {
        let elements = try list.elements()
        if elements.isEmpty { throw list.error("the list of values is empty; give at least one value") }
        for (position, element) in elements.enumerated()
        where elements[..<position].contains(where: { $0.node == element.node }) {
            throw element.error(
                "\(NodeText.of(element.node)) is listed twice; each value makes trials of its own")
        }
        return elements.map(\.node)
    }

    /// How many combinations there are; no more than `limit` are counted.
    func size(atMost limit: Int) -> Int {
        axes.reduce(1) { size, axis in
            let (product, overflow) = size.multipliedReportingOverflow(by: axis.values.count)
            return overflow ? limit : min(product, limit)
        }
    }

    /// Every choice of one value an axis, in order.
    var combinations: [[Node]] {
        axes.reduce([[]]) { combinations, axis in
            combinations.flatMap { combination in axis.values.map { combination + [$0] } }
        }
    }
}
