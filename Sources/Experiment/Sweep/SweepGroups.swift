/// Names the groups of a sweep: the points that differ in nothing but the learning rate.
struct SweepGroups {
    /// One parameter's value at one point.
    struct Choice: Equatable {
        let key: String
        let value: String
    }

    private let points: [[Choice]]
    private let labels: [String]
    private let namedKeys: [String]

    init(_ points: [[Choice]], labels: [String]) {
        self.points = points
        self.labels = labels
        var keys: [String] = []
        for choice in points.joined() where !keys.contains(choice.key) { keys.append(choice.key) }
        namedKeys = keys.filter { key in
            key != "learning_rate" && key != "label"
                && !SweepGroups.isSaidByLabel(key, points, labels)
        }
    }

    /// The label, and after it what the label does not say.
    func name(_ number: Int) -> String {
        let parts = namedKeys.compactMap { key in
            SweepGroups.value(key, points[number]).map { "\(shortName(key))=\($0)" }
        }
        return ([labels[number]] + parts).joined(separator: " ")
    }

    /// The last part of a dotted key, where that is enough to tell it from the others.
    private func shortName(_ key: String) -> String {
        let last = SweepGroups.last(key)
        return namedKeys.filter { SweepGroups.last($0) == last }.count == 1 ? last : key
    }

    private static func last(_ key: String) -> String {
        key.split(separator: ".").last.map(String.init) ?? key
    }

    private static func value(_ key: String, _ point: [Choice]) -> String? {
        point.first { $0.key == key }?.value
    }

    /// Whether all points of one label have one value for `key`.
    private static func isSaidByLabel(_ key: String, _ points: [[Choice]], _ labels: [String]) -> Bool {
        var known: [String: String?] = [:]
        for (point, label) in zip(points, labels) {
            let value = value(key, point)
            if let other = known[label], other != value { return false }
            known[label] = .some(value)
        }
        return true
    }
}
