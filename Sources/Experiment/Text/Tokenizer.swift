/// Text to token numbers and back, as OpenAI's cl100k_base has them. Special tokens are ordinary text here.
package struct Tokenizer {
    /// Numbers in use, with those of the special tokens behind the ranks.
    package static let vocabularySize = 100_277
    /// Special: the end of a text.
    package static let endOfText: UInt32 = 100_257

    /// Pieces up to this length are merged without a heap.
    private static let shortLimit = 64

    private let ranks: BytePairRanks
    private var cache = PieceCache()
    private var shortMerge = ShortMerge()
    private var longMerge = LongMerge()

    package init(rankFile path: String) throws { self.init(ranks: try RankFile.read(path)) }

    package init(ranks: BytePairRanks) { self.ranks = ranks }

    package mutating func encode(_ text: String) -> [UInt32] {
        var tokens: [UInt32] = []
        append(text, to: &tokens)
        return tokens
    }

    /// Appends the tokens of `text`.
    package mutating func append(_ text: String, to tokens: inout [UInt32]) {
        var text = text
        text.withUTF8 { utf8 in
            var scanner = PieceScanner(utf8)
            let bytes = UnsafeRawBufferPointer(utf8)
            while let range = scanner.next() {
                append(UnsafeRawBufferPointer(rebasing: bytes[range]), to: &tokens)
            }
        }
    }

    private mutating func append(_ piece: UnsafeRawBufferPointer, to tokens: inout [UInt32]) {
        let hash = ByteHash.of(piece)
        let whole = ranks.rank(of: piece, hash: hash)
        if whole != BytePairRanks.none {
            tokens.append(whole)
            return
        }
        if cache.append(piece, hash: hash, to: &tokens) { return }
        let before = tokens.count
        if piece.count <= Tokenizer.shortLimit {
            shortMerge.append(piece, ranks: ranks, to: &tokens)
        } else {
            longMerge.append(piece, ranks: ranks, to: &tokens)
        }
        cache.insert(piece, hash: hash, tokens: tokens[before...])
    }

    /// The text of `tokens`; nil if one is not a token. A token may end inside a character: what is not UTF-8 becomes
    /// U+FFFD.
    package func decode(_ tokens: some Sequence<UInt32>) -> String? {
        var bytes: [UInt8] = []
        for token in tokens {
            guard token < UInt32(ranks.count) else { return nil }
            bytes += ranks.token(token)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
