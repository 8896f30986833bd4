package import Core
internal import Foundation

/// What the metadata of a prepared data set say, beside its tensors.
package struct DatasetMetadata {
    package let format: DatasetFormat
    /// Nil: the file says none.
    package let loss: Loss?
    /// The constant by which targets were divided.
    package let targetScale: Double
    /// What 0 and 1 stand for; empty if the targets are numbers, or nothing is said.
    package let classes: [String]
    /// Nil: the rows are as they came.
    package let preprocessing: Preprocessing?
    /// SHA-256 of what it was made of.
    package let source: String?
    private let texts: [String: String]
    private let name: String

    init(_ texts: [String: String], name: String) throws {
        self.texts = texts
        self.name = name
        format = try DatasetMetadata.format(texts["format"], name)
        loss = try DatasetMetadata.loss(texts["loss"], name)
        targetScale = try DatasetMetadata.scale(texts["target_scale"], name)
        classes = try DatasetMetadata.classes(texts["classes"], name)
        preprocessing = try DatasetMetadata.preprocessing(texts["preprocessing"], name)
        source = texts["source_sha256"]
        guard classes.isEmpty || (classes.count == 2 && loss != .squared) else {
            throw Safetensors.wrong(name, "has \(classes.count) classes; two are needed, or none for numbers")
        }
    }

    /// The metadata that all formats share, as text.
    static func texts(
        _ format: DatasetFormat, loss: Loss, targetScale: Double, classes: [String],
        preprocessing: Preprocessing, source: String
    ) -> [String: String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        guard let names = try? encoder.encode(classes) else {
            preconditionFailure("texts can always be encoded")
        }
        return [
            "format": format.rawValue, "loss": loss.rawValue, "target_scale": "\(targetScale)",
            "classes": String(decoding: names, as: UTF8.self), "preprocessing": preprocessing.json,
            "source_sha256": source,
        ]
    }

    /// A whole number from 1 to 2³² − 1.
    func count(_ key: String) throws -> Int {
        guard let text = texts[key], let count = Int(text), count > 0, count <= Int(UInt32.max) else {
            throw Safetensors.wrong(
                name,
                "metadata \"\(key)\" is \(texts[key].map { "\"\($0)\"" } ?? "missing"); a whole number from 1 on is needed"
            )
        }
        return count
    }

    private static func format(_ text: String?, _ name: String) throws -> DatasetFormat {
        guard let text else { return .vector }
        guard let format = DatasetFormat(rawValue: text) else {
            let known = DatasetFormat.allCases.map(\.rawValue)
            throw Safetensors.wrong(
                name, "has the unknown format \"\(text)\"\(NearestName.hint(text, among: known))")
        }
        return format
    }

    private static func loss(_ text: String?, _ name: String) throws -> Loss? {
        guard let text else { return nil }
        guard let loss = Loss(rawValue: text) else {
            throw Safetensors.wrong(name, "metadata \"loss\" is \"\(text)\"; squared or logistic is needed")
        }
        return loss
    }

    private static func scale(_ text: String?, _ name: String) throws -> Double {
        guard let text else { return 1 }
        guard let scale = Double(text), scale.isFinite, scale > 0 else {
            throw Safetensors.wrong(
                name, "metadata \"target_scale\" is \"\(text)\"; a number above 0 is needed")
        }
        return scale
    }

    private static func classes(_ text: String?, _ name: String) throws -> [String] {
        guard let text else { return [] }
        guard let classes = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
            throw Safetensors.wrong(name, "metadata \"classes\" is no JSON list of texts")
        }
        return classes
    }

    private static func preprocessing(_ text: String?, _ name: String) throws -> Preprocessing? {
        guard let text else { return nil }
        guard let preprocessing = try? Preprocessing(json: text) else {
            throw Safetensors.wrong(name, "has a preprocessing that this version cannot read")
        }
        return preprocessing
    }
}
