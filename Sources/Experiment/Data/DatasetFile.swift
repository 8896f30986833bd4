package import Core
internal import Foundation

/// The file of a prepared data set, checked: whoever has one may rely on the shapes, types and ranges of its tensors.
/// Besides those of its format there are y [n] float32 or float64, and split [n] uint8.
package struct DatasetFile {
    package let dataset: Dataset
    package let format: DatasetFormat
    package let shape: InputShape
    package let metadata: DatasetMetadata
    package let rows: Int
    /// Whether every target is 0 or 1.
    package let hasClasses: Bool

    /// A view of `bytes` without copying. A file that says no format has X, y and split.
    ///
    /// - Throws: `InputError` that says what does not fit.
    package init(_ bytes: Payload, name: String = "data set") throws {
        let file = try Safetensors(bytes, file: name)
        let checks = TensorChecks(tensors: file.tensors, name: name)
        metadata = try DatasetMetadata(file.metadata, name: name)
        format = metadata.format
        rows = try checks.rows(of: format)
        shape = try DatasetFile.shape(format, checks, rows: rows, metadata)
        hasClasses = try checks.checkTargets(rows: rows, loss: metadata.loss)
        try checks.checkSplit(rows: rows)
        dataset = Dataset(file.tensors)
    }

    /// The tensors of a file that is all right.
    package static func open(_ bytes: Payload, name: String = "data set") throws -> Dataset {
        try DatasetFile(bytes, name: name).dataset
    }

    /// Row numbers of a part, ascending.
    package func rows(of part: SplitPart) -> [Int] {
        let split = dataset["split"]?.payload
        return withExtendedLifetime(split) {
            (0..<rows).filter { split?.bytes[$0] == part.rawValue }
        }
    }

    private static func shape(
        _ format: DatasetFormat, _ checks: TensorChecks, rows: Int, _ metadata: DatasetMetadata
    ) throws -> InputShape {
        switch format {
        case .vector: return .vector(width: try checks.vectorWidth(rows: rows))
        case .sparse:
            let columns = try metadata.count("columns")
            try checks.checkSparse(rows: rows, columns: columns)
            return .sparse(columns: columns)
        case .picture: return try checks.pictureShape(rows: rows)
        case .token:
            let vocabulary = try metadata.count("vocabulary")
            try checks.checkTokens(rows: rows, vocabulary: vocabulary)
            return .tokens(vocabulary: vocabulary)
        }
    }
}
