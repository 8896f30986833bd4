/// Byte-pair merging as its definition says it, over texts: the second implementation.
enum PlainMerge {
    /// A small generator: the same seed, the same texts.
    final class Random {
        private var state: UInt64

        init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 1 }

        func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }

        func text(of letters: String, count: Int) -> String {
            let letters = Array(letters)
            return String((0..<count).map { _ in letters[below(letters.count)] })
        }
    }

    /// Forty different tokens of two to five letters, in random order.
    static func vocabulary(_ random: Random) -> [String] {
        var tokens: [String] = []
        while tokens.count < 40 {
            let token = random.text(of: "abcd", count: 2 + random.below(4))
            if !tokens.contains(token) { tokens.append(token) }
        }
        return tokens
    }

    static func merge(_ text: String, _ vocabulary: [String]) -> [String] {
        if vocabulary.contains(text) { return [text] }
        var parts = text.map { String($0) }
        while true {
            let ranks = parts.indices.dropLast().map { vocabulary.firstIndex(of: parts[$0] + parts[$0 + 1]) }
            guard let lowest = ranks.compactMap({ $0 }).min(), let best = ranks.firstIndex(of: lowest) else {
                return parts
            }
            parts.replaceSubrange(best...(best + 1), with: [vocabulary[lowest]])
        }
    }
}
