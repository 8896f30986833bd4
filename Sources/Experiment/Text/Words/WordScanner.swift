/// Cuts a text into words: runs of two or more letters, digits and underscores, in small letters (scikit-learn's
/// `\b\w\w+\b`).
struct WordScanner {
    private static let classes = ScalarClass.basicPlane

    /// In the order of the text; with `bigrams` also each word with the one after it, with a blank between them.
    static func terms(of text: String, bigrams: Bool) -> [String] {
        let words = words(of: text.lowercased())
        if !bigrams || words.count < 2 { return words }
        return words + zip(words, words.dropFirst()).map { $0 + " " + $1 }
    }

    private static func words(of text: String) -> [String] {
        let scalars = text.unicodeScalars
        var words: [String] = []
        var (start, length) = (scalars.startIndex, 0)
        for place in scalars.indices {
            if isWordPart(scalars[place]) {
                if length == 0 { start = place }
                length += 1
            } else {
                if length > 1 { words.append(String(text[start..<place])) }
                length = 0
            }
        }
        if length > 1 { words.append(String(text[start...])) }
        return words
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        let value = Int(scalar.value)
        let kind = value < classes.count ? classes[value] : ScalarClass(scalar)
        return kind == .letter || kind == .number || scalar == "_"
    }
}
