internal import Core
internal import Protocol

/// Makes a LIBSVM file, or one and its test file, into a sparse data set. The same request on the same files gives
/// the same bytes.
package struct SparsePreparation {
    private let request: SparseRequest

    package init(_ request: SparseRequest) { self.request = request }

    package func prepare() throws -> PreparedDataset {
        request.precision == .float32 ? try prepare(Float.self) : try prepare(Double.self)
    }

    private func prepare<S: Scalar>(_ type: S.Type) throws -> PreparedDataset {
        var sources = try SparseSources<S>(request)
        return try sources.prepare()
    }
}

/// The files of a request, and all of their rows.
private struct SparseSources<S: Scalar> {
    private struct Source {
        let file: String
        let contents: SourceContents
        var rows = 0..<0
        var zeroLine: Int?
    }

    private let request: SparseRequest
    private var sources: [Source]
    private var rows: SparseRows<S>
    private let digests: [BackgroundDigest]

    init(_ request: SparseRequest) throws {
        self.request = request
        sources = try [request.file, request.testFile].compactMap { $0 }.map { file in
            Source(file: file, contents: try SourceContents(path: file))
        }
        let contents = sources.map(\.contents)
        digests = contents.map { contents in
            let digest = BackgroundDigest()
            digest.append(contents.payload)
            return digest
        }
        let capacity = contents.reduce(into: SparseRows<S>.Capacity()) { sum, contents in
            let capacity = LIBSVMScanner<S>.capacity(contents.bytes)
            sum.rows += capacity.rows
            sum.entries += capacity.entries
        }
        rows = SparseRows(capacity)
        // An entry has four characters at least: with more colons than that they are something else.
        if 4 * capacity.entries <= contents.reduce(0, { $0 + $1.bytes.count }) { rows.memory.prefault() }
        for number in sources.indices { try scan(number) }
    }

    private mutating func scan(_ number: Int) throws {
        let first = rows.count
        var scanner = LIBSVMScanner<S>(sources[number].contents.bytes, file: sources[number].file)
        try scanner.append(to: &rows)
        sources[number].rows = first..<rows.count
        sources[number].zeroLine = scanner.zeroLine
    }

    mutating func prepare() throws -> PreparedDataset {
        let base = try indexBase()
        var given: DataSplit?
        func split() throws -> DataSplit {
            given = try given ?? self.split()
            return given!
        }
        let targets = try NumericTargets(
            rows.labels, loss: request.loss, rule: request.targetScale, parts: try split().parts,
            classRows: sources[0].rows.count, error: error)
        let columns = rows.finish(indexBase: base)
        if columns == 0 {
            throw InputError(.badData, file: request.file, "has no entry; its rows are labels alone")
        }
        let file = rows.memory.file(metadata: metadata(targets, columns: columns, indexBase: base))
        // The longest part is complete: it is digested while the rows are split and checked.
        let digest = BackgroundDigest(), complete = file.count - rows.memory.size(from: "y")
        digest.append(file.prefix(complete))
        rows.fill(targets: targets.values, parts: try split().parts)
        digest.append(file.slice(complete..<file.count))
        return try PreparedDataset(file, name: request.file, digest: digest)
    }

    private func metadata(
        _ targets: NumericTargets, columns: Int, indexBase: UInt32
    ) -> [String: String] {
        let texts = DatasetMetadata.texts(
            .sparse, loss: request.loss, targetScale: targets.scale, classes: targets.classes,
            preprocessing: .sparse(SparsePreprocessing(columns: columns, indexBase: indexBase)),
            source: digests.map { $0.finish().description }.joined(separator: ","))
        return texts.merging(["columns": "\(columns)"]) { given, _ in given }
    }

    private func error(row: Int?, _ message: String) -> InputError {
        guard let row, let source = sources.first(where: { $0.rows.contains(row) }) else {
            return InputError(.badData, file: request.file, message)
        }
        return InputError(.badData, file: source.file, line: rows.lines[row], message)
    }

    /// What the first file shows holds for both: a short test file may happen to lack the index 0.
    private func indexBase() throws -> UInt32 {
        let base = request.indexBase ?? (sources[0].zeroLine == nil ? 1 : 0)
        for source in sources where base > 0 {
            if let line = source.zeroLine {
                throw InputError(
                    .badData, file: source.file, line: line,
                    "has the index 0, but indices count from 1\(request.indexBase == nil ? " in \(sources[0].file)" : "")"
                )
            }
        }
        return base
    }

    private func split() throws -> DataSplit {
        let count = sources[0].rows.count
        let split: DataSplit
        if sources.count == 1 {
            split = DataSplit(
                rows: count, training: request.training, validation: request.validation, seed: request.seed)
        } else {
            let sum = request.training + request.validation
            let first = DataSplit(
                rows: count, training: request.training / sum, validation: request.validation / sum,
                seed: request.seed)
            split = DataSplit(
                parts: first.parts + [SplitPart](repeating: .test, count: sources[1].rows.count))
        }
        try split.check(file: request.file)
        return split
    }
}
