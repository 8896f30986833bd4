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
        case .words: return try WordPreparation(textRequest, wordOptions).prepare()
        }
    }

    /// The options that only some kinds have.
    private static func options(of kind: SourceKind) -> [String] {
        switch kind {
        case .table:
            return ["target", "split-column", "categorical", "ignore", "no-standardise", "delimiter"]
        case .libsvm: return ["test", "index-base"]
        case .array: return ["target", "no-standardise"]
        case .pictures: return ["size", "channels", "fit"]
        case .tokens: return ["test", "text", "target", "ranks", "limit", "keep"]
        case .words: return ["test", "text", "target", "minimum-texts", "bigrams", "hashed-columns"]
        }
    }

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
        PictureRequest(
            folder: request.source, channels: request.channels ?? 3, height: request.height ?? 64,
            width: request.width ?? 64, fit: request.fit ?? .squeeze, training: fractions.training,
            validation: fractions.validation, seed: seed)
    }

    private var textRequest: TextRequest {
        TextRequest(
            source: request.source, testSource: request.testFile, textName: request.text ?? "text",
            labelName: request.target ?? "label", training: fractions.training,
            validation: fractions.validation, seed: seed)
    }

    private var tokenOptions: TokenOptions {
        let limit = request.limit ?? 200
        return TokenOptions(
            rankFile: request.rankFile ?? TokenOptions.usualRankFile, limit: limit == 0 ? nil : limit,
            keep: request.keep ?? .last)
    }

    private var wordOptions: WordOptions {
        let hashed = request.hashedColumns.map { WordOptions.Form.hashed(columns: $0, isSigned: true) }
        return WordOptions(
            form: hashed ?? .vocabulary(minimumTexts: request.minimumTexts ?? 5),
            hasBigrams: request.hasBigrams)
    }

    private func wrong(_ message: String) -> InputError {
        InputError(.badData, file: request.source, message)
    }
}
