internal import Core
internal import Protocol

/// The texts of a data set with their classes and parts, in the order of the source.
struct TextCollection {
    /// The path of the source.
    let name: String
    let documents: [TextDocument]
    /// What 0 and 1 stand for.
    let classes: [String]
    /// SHA-256 of the file, of both files, or of a folder's list of digests.
    let source: String
    let split: DataSplit
    let warnings: [InputWarning]

    init(_ request: TextRequest) throws {
        name = request.source
        let folder = try TextCollection.isFolder(request.source)
        (documents, classes, source, warnings) =
            folder ? try TextCollection.folder(request) : try TextCollection.files(request)
        split = DataSplit(
            given: documents.map(\.part), training: request.training, validation: request.validation,
            seed: request.seed)
        try split.check(file: request.source)
    }

    private typealias Content = ([TextDocument], [String], String, [InputWarning])

    private static func isFolder(_ path: String) throws -> Bool {
        guard let kind = FileKind(path) else {
            throw InputError(.inputMissing, file: path, "does not exist; is the path right?")
        }
        return kind == .folder
    }

    private static func folder(_ request: TextRequest) throws -> Content {
        if let test = request.testSource {
            throw InputError(
                .badData, file: test,
                "a folder has its test texts in a folder test, not in a file of their own")
        }
        let folder = try ClassFolder(request.source, endings: [".txt"])
        let digest = FolderDigest()
        let documents = try folder.files.map { file in
            let bytes = try SourceFile(path: file.path).bytes
            digest.add(Digest(of: bytes), name: file.name)
            let text = try UTF8Text.text(bytes, file: file.path)
            return TextDocument(text: text, label: file.label, part: file.part)
        }
        return (documents, folder.classes, digest.finish().description, folder.warnings)
    }

    private static func files(_ request: TextRequest) throws -> Content {
        let (texts, digest) = try texts(request.source, request)
        let classes = try TextClasses(texts, file: request.source)
        var documents = try texts.map { text in
            let label = try classes.label(of: text, file: request.source)
            return TextDocument(text: text.text, label: label, part: nil)
        }
        guard let test = request.testSource else { return (documents, classes.names, digest, []) }
        let (testTexts, testDigest) = try TextCollection.texts(test, request)
        documents += try testTexts.map { text in
            TextDocument(text: text.text, label: try classes.label(of: text, file: test), part: .test)
        }
        return (documents, classes.names, digest + "," + testDigest, [])
    }

    private static func texts(_ path: String, _ request: TextRequest) throws -> ([LabelledText], String) {
        let source = try SourceFile(path: path)
        let lines = JSONLines(file: path, textName: request.textName, labelName: request.labelName)
        let texts =
            JSONLines.isNamed(source.name) ? try lines.texts(source.bytes) : try table(source, request)
        return (texts, source.digest)
    }

    private static func table(_ source: SourceFile, _ request: TextRequest) throws -> [LabelledText] {
        let table = try CSVTable(source.bytes, file: source.path)
        let text = try table.column(request.textName)
        let label = try table.column(request.labelName)
        return (0..<table.rows).map { row in
            LabelledText(
                text: table.text(row: row, column: text), label: table.text(row: row, column: label),
                line: table.line(ofRow: row))
        }
    }
}
