internal import Core

/// Texts as tokens, laid out as a data set's file has them.
struct TokenTexts {
    /// Where each text begins, and where the last ends.
    private(set) var offsets: [Int64] = [0]
    private var tokens: [UInt32] = []

    init(_ texts: [String], _ preprocessing: TokenPreprocessing, _ tokenizer: Tokenizer) {
        var tokenizer = tokenizer
        for text in texts {
            tokens += preprocessing.tokens(of: text, by: &tokenizer)
            offsets.append(Int64(tokens.count))
        }
    }

    var tensors: [String: Dataset.Tensor] {
        ["token_offsets": Dataset.Tensor(offsets, .int64), "tokens": Dataset.Tensor(tokens, .uint32)]
    }
}
