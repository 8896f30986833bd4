internal import Core
internal import Foundation
internal import Protocol

/// Makes texts into a data set of tokens. The same request on the same files gives the same bytes.
package struct TokenPreparation {
    private let collection: TextCollection
    private let preprocessing: TokenPreprocessing
    private let tokenizer: Tokenizer

    package init(_ request: TextRequest, _ options: TokenOptions) throws {
        precondition(options.limit ?? 1 > 0, "a text keeps at least one token")
        let bytes = try RankFile.contents(options.rankFile)
        let ranks = try BytePairRanks(rankFile: bytes, file: options.rankFile)
        let digest = Digest(of: bytes).description
        let isKnown = DataCatalogue.cl100k.digests.contains(digest)
        tokenizer = Tokenizer(ranks: ranks)
        collection = try TextCollection(request)
        preprocessing = TokenPreprocessing(
            encoding: isKnown
                ? "cl100k_base"
                : URL(fileURLWithPath: options.rankFile).deletingPathExtension().lastPathComponent,
            ranks: digest, vocabulary: isKnown ? Tokenizer.vocabularySize : ranks.count, limit: options.limit,
            keep: options.keep, textName: request.textName)
    }

    package func prepare() throws -> PreparedDataset {
        let texts = TokenTexts(collection.documents.map(\.text), preprocessing, tokenizer)
        return try collection.dataset(
            .token, texts.tensors, metadata: ["vocabulary": "\(preprocessing.vocabulary)"],
            preprocessing: .tokens(preprocessing), offsets: texts.offsets, trouble: "no token")
    }
}
