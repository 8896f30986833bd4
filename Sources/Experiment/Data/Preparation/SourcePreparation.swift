internal import Core

/// Makes data of the user's own into a prepared data set, whatever they are.
package struct SourcePreparation {
    package let kind: SourceKind
    private let request: PreparationRequest

    /// - Throws: `InputError` if the kind cannot be told, or an option does not belong to it.
    package init(_ request: PreparationRequest) throws {
        self.request = request
        kind = try request.kind ?? SourceKind.of(request.source)
        let allowed = SourcePreparation.options(of: kind)
        if let other = request.given.first(where: { !allowed.contains($0) }) {
            let names = allowed.map { "--" + $0 }.joined(separator: ", ")
            throw wrong("--\(other) means nothing for data of the kind \(kind.rawValue), which know \(names)")
        }
    }

    /// The file's bytes and what they say.
    package func prepare() throws -> PreparedDataset {
        switch kind {
        case .table: return try DatasetPreparation(try tableRequest()).prepare()
        case .libsvm: return try SparsePreparation(sparseRequest).prepare()
        case .array: return try ArrayPreparation(arrayRequest).prepare()
        case .pictures: return try PicturePreparation(pictureRequest).prepare()
        case .tokens: return try TokenPreparation(textRequest, tokenOptions).prepare()
        case .words: return try WordPreparation(textRequest, request.words ?? WordOptions()).prepare()
        }
    }

    /// The options that only some kinds have.
    private static func options(of kind: SourceKind) -> [String] {
        switch kind {
        case .table:
            return numeric + [
                "target", "split-column", "categorical", "ignore", "no-standardise", "delimiter",
            ]
        case .libsvm: return numeric + ["test", "index-base"]
        case .array: return numeric + ["target", "no-standardise"]
        case .pictures: return ["size"]
        case .tokens: return ["test", "text", "target", "limit", "keep", "ranks"]
        case .words: return ["test", "text", "target", "bigrams", "minimum-texts", "hashed-columns"]
        }
    }

    private static let numeric = ["loss", "target-scale", "float64"]

    private var fractions: PreparationRequest.SplitFractions { request.fractions ?? .usual }
    private var seed: UInt64 { request.seed ?? 0 }

    private func scale(_ loss: Loss) -> DatasetRequest.TargetScale {
        request.targetScale ?? (loss == .logistic ? .none : .standardDeviation)
    }

    private func tableRequest() throws -> DatasetRequest {
        guard let target = request.target else {
            throw wrong(
                "which column is to be predicted? Give it with --target (ignd-ps data describe lists them)")
        }
        let loss = request.loss ?? .squared
        let split = request.splitColumn.map { DatasetRequest.Split.column($0) }
        return DatasetRequest(
            csv: request.source, target: target,
            split: split
                ?? .fractions(
                    training: fractions.training, validation: fractions.validation, test: fractions.test,
                    seed: seed),
            categorical: request.categorical, ignored: request.ignored, isStandardised: !request.isUnscaled,
            targetScale: scale(loss), loss: loss, precision: request.precision, delimiter: request.delimiter)
    }

    private var sparseRequest: SparseRequest {
        let loss = request.loss ?? .logistic
        return SparseRequest(
            file: request.source, testFile: request.testFile, training: fractions.training,
            validation: fractions.validation, seed: seed, indexBase: request.indexBase, loss: loss,
            targetScale: scale(loss), precision: request.precision)
    }

    private var arrayRequest: ArrayRequest {
        let loss = request.loss ?? .squared
        return ArrayRequest(
            file: request.source, target: request.target, training: fractions.training,
            validation: fractions.validation, seed: seed, isStandardised: !request.isUnscaled,
            targetScale: scale(loss), loss: loss, precision: request.precision)
    }

    private var pictureRequest: PictureRequest {
        var pictures = request.pictures
        pictures.folder = request.source
        pictures.training = fractions.training
        pictures.validation = fractions.validation
        pictures.seed = seed
        return pictures
    }

    private var textRequest: TextRequest {
        TextRequest(
            source: request.source, testSource: request.testFile, textName: request.textName ?? "text",
            labelName: request.target ?? "label", training: fractions.training,
            validation: fractions.validation, seed: seed)
    }

    private var tokenOptions: TokenOptions {
        var options = TokenOptions(rankFile: request.rankFile ?? TokenOptions.usualRankFile)
        if let limit = request.tokenLimit { options.limit = limit == 0 ? nil : limit }
        options.keep = request.tokenKeep ?? options.keep
        return options
    }

    private func wrong(_ message: String) -> InputError {
        InputError(.badData, file: request.source, message)
    }
}
