internal import Yams

/// One place of a configuration file: a YAML node that knows its file and its path, and complains with both.
package struct ConfigurationNode {
    let node: Node
    let file: String
    let path: String

    init(_ node: Node, file: String, path: String) {
        self.node = node
        self.file = file
        self.path = path
    }

    /// An error at this place.
    package func error(_ message: String, kind: InputError.Kind = .configuration) -> InputError {
        InputError(
            kind, file: file, line: node.mark?.line, column: node.mark?.column,
            path: path.isEmpty ? "the document" : path, message)
    }

    func child(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    // MARK: What it is

    package var isMapping: Bool { node.mapping != nil }
    package var isSequence: Bool { node.sequence != nil }

    /// The text of a scalar without quotes, as numbers and words are written.
    package var plainText: String? {
        guard let scalar = node.scalar, isPlain(scalar) else { return nil }
        return scalar.string
    }

    private func isPlain(_ scalar: Node.Scalar) -> Bool { scalar.style == .plain || scalar.style == .any }

    /// How an error names what stands here.
    package var found: String {
        if isMapping { return "a mapping" }
        if let sequence = node.sequence { return sequence.isEmpty ? "an empty list" : "a list" }
        guard let scalar = node.scalar else { return "something else" }
        if scalar.string.isEmpty && isPlain(scalar) { return "nothing" }
        return isPlain(scalar) ? "\"\(scalar.string)\"" : "the quoted text \"\(scalar.string)\""
    }

    /// What stands under `key` of a mapping whose other keys are not known yet.
    package func peek(_ key: String) -> ConfigurationNode? {
        let found = node.mapping?.first { $0.key.scalar?.string == key }
        return found.map { ConfigurationNode($0.value, file: file, path: child(key)) }
    }

    // MARK: Reading

    package func text() throws -> String {
        guard let scalar = node.scalar, !scalar.string.isEmpty else {
            throw error("expected text, found \(found)")
        }
        return scalar.string
    }

    /// One of a closed set of words.
    package func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) throws -> Choice
    where Choice.RawValue == String {
        let names = Choice.allCases.map(\.rawValue)
        guard let scalar = node.scalar else {
            throw error("expected one of \(names.joined(separator: ", ")), found \(found)")
        }
        guard let value = Choice(rawValue: scalar.string) else {
            throw error("unknown value \(found)\(NearestName.hint(scalar.string, among: names))")
        }
        return value
    }

    package func boolean() throws -> Bool {
        switch plainText {
        case "true": return true
        case "false": return false
        default: throw error("expected true or false, found \(found)")
        }
    }

    package func integer(_ range: ClosedRange<Int> = 0...Int(Int32.max)) throws -> Int {
        guard let text = plainText, let value = Int(text) else {
            throw error("expected an integer, found \(found)")
        }
        guard range.contains(value) else {
            throw error("\(value) is out of range; give an integer of \(ConfigurationNode.text(of: range))")
        }
        return value
    }

    /// A finite number within `bound`.
    package func number(_ bound: NumberBound = .any) throws -> Double {
        guard let text = plainText, text.utf8.allSatisfy({ "+-.eE0123456789".utf8.contains($0) }),
            let value = Double(text)
        else { throw error("expected a number, found \(found)") }
        guard value.isFinite else { throw error("\(text) is too large for a number") }
        guard bound.allows(value) else { throw error("\(text) is out of range; give \(bound.rawValue)") }
        return value
    }

    package func elements() throws -> [ConfigurationNode] {
        guard let sequence = node.sequence else { throw error("expected a list, found \(found)") }
        return sequence.enumerated().map { position, element in
            ConfigurationNode(element, file: file, path: "\(path)[\(position)]")
        }
    }

    /// A mapping in which only `keys` may stand.
    package func mapping(_ keys: [String]) throws -> ConfigurationMapping {
        try ConfigurationMapping(self, keys: keys)
    }

    private static func text(of range: ClosedRange<Int>) -> String {
        range.upperBound >= Int(Int32.max)
            ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
