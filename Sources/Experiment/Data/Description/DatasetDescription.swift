internal import Core
internal import Foundation

/// What a data set holds, in tables for a terminal.
package enum DatasetDescription {
    /// Of a prepared file, or of what `prepare` would make of a source. A table without a target is described as it is.
    package static func text(of request: PreparationRequest) throws -> String {
        if isPrepared(request.source) {
            return try text(of: try PreparedDataset(path: request.source), name: request.source)
        }
        let preparation = try SourcePreparation(request)
        if preparation.kind == .table && request.target == nil {
            let table = try CSVTable(path: request.source, delimiter: request.delimiter)
            return try TableDescription(table: table, categorical: request.categorical).text()
        }
        let dataset = try preparation.prepare()
        let warnings = dataset.warnings.map { TextTable.sentence("warning: \($0)") }.joined()
        return try text(of: dataset, name: request.source) + (warnings.isEmpty ? "" : "\n" + warnings)
    }

    private static func isPrepared(_ path: String) -> Bool {
        guard let file = try? MappedFile(path: path), file.bytes.count >= 9 else {
            return path.hasSuffix(".safetensors")
        }
        return withExtendedLifetime(file) {
            let length = UInt64(littleEndian: file.bytes.loadUnaligned(as: UInt64.self))
            return path.hasSuffix(".safetensors")
                || (length < UInt64(file.bytes.count) && file.bytes[8] == UInt8(ascii: "{"))
        }
    }

    private static func text(of dataset: PreparedDataset, name: String) throws -> String {
        let file = try DatasetFile(dataset.bytes, name: name)
        var text = TextTable.sentence(
            "\(name): \(dataset.shape.summary), \(file.rows) rows (\(file.format.rawValue))")
        text += TextTable.sentence("sha256 \(dataset.digest)")
        text += "\n" + PartDescription(file: file).text()
        switch file.format {
        case .vector: text += "\n" + VectorDescription(file: file).text()
        case .sparse: text += "\n" + SparseDescription(file: file).text()
        case .picture: text += "\n" + PictureDescription(file: file).text()
        case .token: text += "\n" + TokenDescription(file: file).text()
        }
        return text
    }
}
