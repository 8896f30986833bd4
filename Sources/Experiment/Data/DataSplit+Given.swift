internal import Core

extension DataSplit {
    /// Some rows have a part already; the others are cut, by a seeded shuffle, into those parts that nobody has yet,
    /// training always among them, in the ratio of their shares.
    init(given: [SplitPart?], training: Double, validation: Double, seed: UInt64) {
        let free = given.indices.filter { given[$0] == nil }
        func share(_ part: SplitPart, _ share: Double) -> Double { given.contains(part) ? 0 : share }
        let second = share(.validation, validation)
        let sum = training + second + share(.test, 1 - training - validation)
        let cut = DataSplit(
            rows: free.count, training: training / sum, validation: second / sum, seed: seed)
        var parts = given.map { $0 ?? .training }
        for (row, part) in zip(free, cut.parts) { parts[row] = part }
        self.init(parts: parts)
    }
}
