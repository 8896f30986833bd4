internal import Yams

/// A YAML node as a person would write it on one line.
enum NodeText {
    static func of(_ node: Node) -> String {
        if let mapping = node.mapping {
            return "{" + mapping.map { "\(of($0.key)): \(of($0.value))" }.joined(separator: ", ") + "}"
        }
        if let sequence = node.sequence { return "[" + sequence.map(of).joined(separator: ", ") + "]" }
        return node.scalar?.string ?? ""
    }
}
