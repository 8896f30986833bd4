internal import Core

/// How many rows each part of the data has.
struct SplitCounts {
    private var counts = [Int](repeating: 0, count: SplitPart.allCases.count)

    /// Takes the parts as a `split` tensor has them.
    init(_ parts: some Sequence<UInt8>) {
        for part in parts { counts[Int(part)] += 1 }
    }

    subscript(part: SplitPart) -> Int { counts[Int(part.rawValue)] }

    /// - Throws: `InputError` if a part has no row.
    func check(file: String) throws {
        for part in SplitPart.allCases where self[part] == 0 {
            throw InputError(
                .badData, file: file,
                "the split leaves no row for \(part); \(counts.reduce(0, +)) rows are too few, or the fractions too small"
            )
        }
    }
}
