internal import Core

/// Texts that a model has not seen: a .txt file, JSON objects, a table, or the .txt files in a folder and the folders in
/// it (in the order of their paths' bytes). Labels are not looked at.
struct NewTexts {
    let texts: [String]
    /// The files' paths below it, if it is a folder.
    let names: [String]?

    init(path: String, textName: String) throws {
        if FileKind(path) == .folder {
            let files = try ClassFolder.filesBelow(path, [".txt"])
            texts = try files.map { try NewTexts.whole(try SourceFile(path: path + "/" + $0)) }
            names = files
            return
        }
        names = nil
        let source = try SourceFile(path: path)
        if JSONLines.isNamed(source.name) {
            texts = try JSONLines(file: path, textName: textName, labelName: nil).texts(source.bytes).map(
                \.text)
        } else if source.name.lowercased().hasSuffix(".txt") {
            texts = [try NewTexts.whole(source)]
        } else {
            let table = try CSVTable(source.bytes, file: path)
            let column = try table.column(textName)
            texts = (0..<table.rows).map { table.text(row: $0, column: column) }
        }
        if texts.isEmpty { throw InputError(.badData, file: path, "has no texts") }
    }

    private static func whole(_ source: SourceFile) throws -> String {
        try UTF8Text.text(source.bytes, file: source.path)
    }

    /// The tensors of a prepared file without targets.
    func tensors(_ preprocessing: WordPreprocessing) -> [String: Dataset.Tensor] {
        SparseTexts(texts, WordEncoder(preprocessing)).tensors
    }

    func tensors(_ preprocessing: TokenPreprocessing, _ tokenizer: Tokenizer) -> [String: Dataset.Tensor] {
        TokenTexts(texts, preprocessing, tokenizer).tensors
    }
}
