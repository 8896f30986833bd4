internal import Core

/// Makes a LIBSVM file, or one and its test file, into a sparse data set. The same request on the same files gives
/// the same bytes.
package struct SparsePreparation {
    private struct Source {
        let file: String
        let digest: String
        let rows: SparseRows
    }

    private let request: SparseRequest
    private let sources: [Source]

    package init(_ request: SparseRequest) throws {
        self.request = request
        let limit =
            request.precision == .float32 ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
        sources = try [request.file, request.testFile].compactMap { $0 }.map { file in
            let source = try SourceFile(path: file)
            return Source(
                file: file, digest: source.digest,
                rows: try LIBSVMScanner.rows(source.bytes, file: file, limit: limit))
        }
    }

    package func prepare() throws -> PreparedDataset {
        let base = try indexBase()
        let split = try split()
        let targets = try NumericTargets(
            sources.flatMap(\.rows.labels), loss: request.loss, rule: request.targetScale,
            parts: split.parts, classRows: sources[0].rows.count, error: error)
        let writer = SparseWriter(
            rows: sources.map(\.rows), indexBase: base, targets: targets.values, split: split,
            precision: request.precision)
        if writer.columns == 0 {
            throw InputError(.badData, file: request.file, "has no entry; its rows are labels alone")
        }
        let metadata = DatasetMetadata.texts(
            .sparse, loss: request.loss, targetScale: targets.scale, classes: targets.classes,
            preprocessing: .sparse(SparsePreprocessing(columns: writer.columns, indexBase: base)),
            source: sources.map(\.digest).joined(separator: ","))
        return try PreparedDataset(writer.file(metadata: metadata), name: request.file)
    }

    private func error(row: Int?, _ message: String) -> InputError {
        guard let row else { return InputError(.badData, file: request.file, message) }
        let first = sources[0].rows.count
        let (source, place) = row < first ? (sources[0], row) : (sources[1], row - first)
        return InputError(.badData, file: source.file, line: source.rows.lines[place], message)
    }

    /// What the first file shows holds for both: a short test file may happen to lack the index 0.
    private func indexBase() throws -> UInt32 {
        let base = request.indexBase ?? (sources[0].rows.zeroLine == nil ? 1 : 0)
        for source in sources where base > 0 {
            if let line = source.rows.zeroLine {
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
