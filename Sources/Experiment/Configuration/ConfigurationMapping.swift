internal import Yams

/// A mapping whose keys have been checked against what may stand in it.
package struct ConfigurationMapping {
    package let place: ConfigurationNode
    private let values: [String: ConfigurationNode]

    init(_ place: ConfigurationNode, keys: [String]) throws {
        guard let mapping = place.node.mapping else {
            throw place.error("expected a mapping of \(keys.joined(separator: ", ")), found \(place.found)")
        }
        var values: [String: ConfigurationNode] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            let keyPlace = ConfigurationNode(key, file: place.file, path: place.child(name))
            guard keys.contains(name) else {
                throw keyPlace.error("unknown key\(NearestName.hint(name, among: keys))")
            }
            values[name] = ConfigurationNode(value, file: place.file, path: keyPlace.path)
        }
        self.place = place
        self.values = values
    }

    /// What stands under `key`, if it is there.
    package subscript(key: String) -> ConfigurationNode? { values[key] }

    package func required(_ key: String, _ whatFor: String) throws -> ConfigurationNode {
        guard let value = values[key] else {
            throw place.error("the key \"\(key)\" is missing; give \(whatFor)")
        }
        return value
    }

    package func text(_ key: String, default fallback: String) throws -> String {
        try values[key]?.text() ?? fallback
    }

    package func integer(
        _ key: String, _ range: ClosedRange<Int> = 0...Int(Int32.max), default fallback: Int
    ) throws -> Int {
        try values[key]?.integer(range) ?? fallback
    }

    package func number(_ key: String, _ bound: NumberBound, default fallback: Double) throws -> Double {
        try values[key]?.number(bound) ?? fallback
    }

    package func boolean(_ key: String, default fallback: Bool) throws -> Bool {
        try values[key]?.boolean() ?? fallback
    }

    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, default fallback: Choice
    ) throws -> Choice where Choice.RawValue == String {
        try values[key]?.choice(Choice.self) ?? fallback
    }
}
