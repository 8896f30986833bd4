internal import Core

/// Which part of the data each row belongs to.
struct DataSplit {
    let parts: [SplitPart]

    var counts: SplitCounts { SplitCounts(parts.lazy.map(\.rawValue)) }

    init(parts: [SplitPart]) { self.parts = parts }

    /// A seeded shuffle, cut at the fractions.
    init(rows: Int, training: Double, validation: Double, seed: UInt64) {
        var stream = RandomStream(seed: seed, purpose: .split)
        let order = stream.permutation(of: rows)
        // The small term keeps 0.8 + 0.1 of 10 rows at 9, not 8.999….
        let first = Int(Double(rows) * training + 1e-6)
        let second = Int(Double(rows) * (training + validation) + 1e-6)
        var parts = [SplitPart](repeating: .test, count: rows)
        for (position, row) in order.enumerated() where position < second {
            parts[Int(row)] = position < first ? .training : .validation
        }
        self.parts = parts
    }

    /// What a column of the file says.
    init(table: CSVTable, column: Int) throws {
        parts = try (0..<table.rows).map { row in
            let text = table.text(row: row, column: column)
            switch text {
            case "training", "train", "0": return .training
            case "validation", "valid", "val", "1": return .validation
            case "test", "2": return .test
            default:
                throw ColumnReader(table: table, column: column).error(
                    row: row, "\"\(text)\" is no part of a split; use training, validation or test")
            }
        }
    }

    func check(file: String) throws { try counts.check(file: file) }
}
