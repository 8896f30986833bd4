internal import Foundation

/// The terms of the training texts, and in how many of them each occurs.
struct Vocabulary {
    private struct Count {
        var texts: Int
        /// The last text that was counted.
        var last: Int

        mutating func count(in text: Int) {
            if last == text { return }
            texts += 1
            last = text
        }
    }

    private let hasBigrams: Bool
    private var counts: [String: Count] = [:]
    private var texts = 0

    init(hasBigrams: Bool) { self.hasBigrams = hasBigrams }

    mutating func add(_ text: String) {
        texts += 1
        for term in WordScanner.terms(of: text, bigrams: hasBigrams) {
            counts[term, default: Count(texts: 1, last: texts)].count(in: texts)
        }
    }

    /// The terms that occur in at least `minimum` texts, by their bytes, with their weights.
    func form(minimum: Int) -> WordPreprocessing.Form {
        let kept = counts.filter { $0.value.texts >= minimum }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let weights = kept.map { log(Double(1 + texts) / Double(1 + $0.value.texts)) + 1 }
        return .vocabulary(terms: kept.map(\.key), weights: weights)
    }
}
