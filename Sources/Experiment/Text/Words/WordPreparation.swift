internal import Core

/// Makes texts into a data set of bags of words. The vocabulary is that of the training texts. The same request on the
/// same files gives the same bytes.
package struct WordPreparation {
    private let request: TextRequest
    private let options: WordOptions
    private let collection: TextCollection

    package init(_ request: TextRequest, _ options: WordOptions) throws {
        self.request = request
        self.options = options
        collection = try TextCollection(request)
    }

    package func prepare() throws -> PreparedDataset {
        let preprocessing = WordPreprocessing(
            form: try form(), hasBigrams: options.hasBigrams, textName: request.textName)
        let texts = SparseTexts(collection.documents.map(\.text), WordEncoder(preprocessing))
        return try collection.dataset(
            .sparse, texts.tensors, metadata: ["columns": "\(preprocessing.columns)"],
            preprocessing: .words(preprocessing), offsets: texts.offsets, trouble: "no known word")
    }

    private func form() throws -> WordPreprocessing.Form {
        switch options.form {
        case .hashed(let columns, let isSigned):
            precondition(columns > 0 && columns <= Int(UInt32.max), "a column has a 32-bit number")
            return .hashed(columns: columns, isSigned: isSigned)
        case .vocabulary(let minimum):
            var vocabulary = Vocabulary(hasBigrams: options.hasBigrams)
            for (document, part) in zip(collection.documents, collection.split.parts) where part == .training
            {
                vocabulary.add(document.text)
            }
            let form = vocabulary.form(minimum: minimum)
            if case .vocabulary(let terms, _) = form, terms.isEmpty {
                throw InputError(
                    .badData, file: request.source, "has no word that occurs in \(minimum) training texts")
            }
            return form
        }
    }
}
