/// Finds what a misspelt name was meant to be.
package enum NearestName {
    /// The candidate with the fewest edits, if it is near enough to be a likely meaning. The first of equals wins.
    package static func of(_ name: String, among candidates: [String]) -> String? {
        let limit = max(1, name.count / 3)
        let measured = candidates.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
        // Where every letter differs, nothing was meant.
        let near = measured.filter { $0.distance <= limit && $0.distance < max(name.count, $0.name.count) }
        return near.min { $0.distance < $1.distance }?.name
    }

    /// "; did you mean "x"?" or, where nothing is near, the list of what is possible.
    package static func hint(_ name: String, among candidates: [String]) -> String {
        if let nearest = of(name, among: candidates) { return "; did you mean \"\(nearest)\"?" }
        return "; possible: \(candidates.joined(separator: ", "))"
    }

    /// Edits (insert, delete, replace, swap of neighbours) between two names.
    static func distance(_ first: String, _ second: String) -> Int {
        let (a, b) = (Array(first), Array(second))
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                let replaced = rows[i][j] + (a[i] == b[j] ? 0 : 1)
                var best = min(replaced, rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
