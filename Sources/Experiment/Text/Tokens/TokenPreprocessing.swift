internal import Protocol

/// How a text becomes the tokens of a data set: stored with the model.
package struct TokenPreprocessing: Codable, Equatable, Sendable {
    /// cl100k_base, or the name of another file of ranks.
    package var encoding: String
    /// SHA-256 (hex) of the file of ranks.
    package var ranks: String
    /// Tokens are below it.
    package var vocabulary: Int
    /// The most tokens of a text; nil: all.
    package var limit: Int?
    package var keep: TokenKeep
    /// Where a text stands in an object or a table.
    package var textName: String

    /// The tokenizer of a file of ranks.
    ///
    /// - Throws: `InputError` if it is another file than the one that the data were made with.
    package func tokenizer(rankFile path: String) throws -> Tokenizer {
        let bytes = try RankFile.contents(path)
        let digest = Digest(of: bytes).description
        guard digest == ranks else {
            throw InputError(
                .badData, file: path,
                "is not the file of ranks of \(encoding): its SHA-256 is \(digest), expected \(ranks)")
        }
        return Tokenizer(ranks: try BytePairRanks(rankFile: bytes, file: path))
    }

    /// At most `limit` tokens.
    package func tokens(of text: String, by tokenizer: inout Tokenizer) -> [UInt32] {
        let tokens = tokenizer.encode(text)
        guard let limit, tokens.count > limit else { return tokens }
        return Array(keep == .first ? tokens.prefix(limit) : tokens.suffix(limit))
    }
}
