/// How texts become tokens.
package struct TokenOptions: Hashable, Sendable {
    /// Where `data fetch` puts the ranks.
    package static let usualRankFile = "data/cl100k_base.tiktoken"

    /// The file of byte-pair ranks.
    package var rankFile: String
    /// The most tokens of a text; nil: all.
    package var limit: Int?
    /// Of a longer text. A review says at its end what it comes to, so the last tokens are the default.
    package var keep: TokenKeep

    package init(rankFile: String, limit: Int? = 200, keep: TokenKeep = .last) {
        self.rankFile = rankFile
        self.limit = limit
        self.keep = keep
    }
}
