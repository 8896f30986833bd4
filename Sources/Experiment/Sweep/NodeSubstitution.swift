internal import Yams

/// Puts a parameter's value into the base document, so that the strict reader sees an ordinary document whose nodes
/// still know where in the file they were written.
enum NodeSubstitution {
    /// `document` with `value` at the dotted key of `axis`; what stood there is replaced, missing mappings are made.
    static func set(_ axis: ParameterGrid.Axis, to value: Node, in document: Node) throws -> Node {
        try set(axis.steps[...], of: axis, to: value, in: document)
    }

    private static func set(
        _ steps: ArraySlice<String>, of axis: ParameterGrid.Axis, to value: Node, in node: Node?
    ) throws -> Node {
        guard let step = steps.first else { return value }
        if step.isEmpty {
            throw axis.key.error("the dotted key has an empty part; write it like task.discount")
        }
        let mapping = try mapping(node, before: steps, of: axis)
        var pairs = mapping.map { ($0.key, $0.value) }
        let position = pairs.firstIndex { $0.0.scalar?.string == step }
        let old = position.map { pairs[$0].1 }
        let new = try set(steps.dropFirst(), of: axis, to: value, in: old)
        if let position {
            pairs[position].1 = new
        } else {
            let key = Node.scalar(Node.Scalar(step, Tag(.str), .plain, axis.key.node.mark))
            pairs.append((key, new))
        }
        return .mapping(Node.Mapping(pairs, mapping.tag, mapping.style, mapping.mark))
    }

    /// The mapping into which the next step of the key leads.
    private static func mapping(
        _ node: Node?, before steps: ArraySlice<String>, of axis: ParameterGrid.Axis
    ) throws -> Node.Mapping {
        guard let node else { return Node.Mapping([], Tag(.map), .any, axis.key.node.mark) }
        if let mapping = node.mapping { return mapping }
        let outer = axis.steps[..<steps.startIndex].joined(separator: ".")
        throw axis.key.error(
            "\(outer) is \(NodeText.of(node)) in the document, not a mapping; it has no key \"\(steps.first ?? "")\""
        )
    }
}
