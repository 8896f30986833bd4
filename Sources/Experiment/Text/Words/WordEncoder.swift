/// Makes texts into sparse rows of length 1 (Euclid), as a preprocessing says.
package struct WordEncoder {
    private let form: WordPreprocessing.Form
    private let hasBigrams: Bool
    private let columns: [String: UInt32]

    package init(_ preprocessing: WordPreprocessing) {
        form = preprocessing.form
        hasBigrams = preprocessing.hasBigrams
        if case .vocabulary(let terms, _) = preprocessing.form {
            columns = Dictionary(uniqueKeysWithValues: terms.enumerated().map { ($1, UInt32($0)) })
        } else {
            columns = [:]
        }
    }

    /// Columns ascend; a text without a known term has none.
    package func row(of text: String) -> [(column: UInt32, value: Float)] {
        let counts = WordEncoder.counts(places(of: WordScanner.terms(of: text, bigrams: hasBigrams)))
        let values = counts.map { column, count in count * weight(column) }
        let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return zip(counts, values).map { ($0.column, Float($1 / norm)) }
    }

    private func places(of terms: [String]) -> [(column: UInt32, sign: Double)] {
        switch form {
        case .vocabulary: return terms.compactMap { term in columns[term].map { ($0, 1) } }
        case .hashed(let columns, let isSigned):
            return terms.map { term in
                let hash = WordEncoder.hash(term)
                return (UInt32(hash % UInt64(columns)), isSigned && hash >> 63 == 1 ? -1 : 1)
            }
        }
    }

    private func weight(_ column: UInt32) -> Double {
        if case .vocabulary(_, let weights) = form { return weights[Int(column)] }
        return 1
    }

    /// Sums by column, those that are not zero.
    private static func counts(
        _ places: [(column: UInt32, sign: Double)]
    ) -> [(column: UInt32, count: Double)] {
        var counts: [(column: UInt32, count: Double)] = []
        for place in places.sorted(by: { $0.column < $1.column }) {
            if let last = counts.last, last.column == place.column {
                counts[counts.count - 1].count += place.sign
            } else {
                counts.append((place.column, place.sign))
            }
        }
        return counts.filter { $0.count != 0 }
    }

    /// FNV-1a
    private static func hash(_ term: String) -> UInt64 {
        term.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
