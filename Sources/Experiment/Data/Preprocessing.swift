internal import Core
internal import Foundation

/// How raw samples become inputs of a model: fitted on the training rows, stored with the data set and with the model.
///
/// In JSON an object with "kind" and the fields of that kind. A new kind is a case, and a line in `content` and in
/// `init(from:)`.
package enum Preprocessing: Codable, Equatable, Sendable {
    case table(TablePreprocessing)
    case sparse(SparsePreprocessing)
    case array(ArrayPreprocessing)
    case picture(PicturePreprocessing)
    case tokens(TokenPreprocessing)
    case words(WordPreprocessing)

    private enum Kind: String, Codable { case table, sparse, array, picture, tokens, words }
    private enum Key: CodingKey { case kind }

    private var content: (kind: Kind, value: any Encodable) {
        switch self {
        case .table(let value): return (.table, value)
        case .sparse(let value): return (.sparse, value)
        case .array(let value): return (.array, value)
        case .picture(let value): return (.picture, value)
        case .tokens(let value): return (.tokens, value)
        case .words(let value): return (.words, value)
        }
    }

    package init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .kind) {
        case .table: self = .table(try TablePreprocessing(from: decoder))
        case .sparse: self = .sparse(try SparsePreprocessing(from: decoder))
        case .array: self = .array(try ArrayPreprocessing(from: decoder))
        case .picture: self = .picture(try PicturePreprocessing(from: decoder))
        case .tokens: self = .tokens(try TokenPreprocessing(from: decoder))
        case .words: self = .words(try WordPreprocessing(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        let (kind, value) = content
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(kind, forKey: .kind)
        try value.encode(to: encoder)
    }

    /// As it stands in a file; the same text in every process.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("names and finite numbers can always be encoded")
        }
        return String(decoding: data, as: UTF8.self)
    }

    package init(json: String) throws {
        self = try JSONDecoder().decode(Preprocessing.self, from: Data(json.utf8))
    }

    /// - Throws: `InputError` if it gives other inputs than the data set has.
    func check(fits shape: InputShape, name: String) throws {
        let isRight: Bool
        switch (self, shape) {
        case (.table(let table), .vector(let width)): isRight = table.inputs.count == width
        case (.array(let array), .vector(let width)): isRight = array.inputs.count == width
        case (.sparse(let sparse), .sparse(let columns)): isRight = sparse.columns == columns
        case (.picture(let picture), .picture(let channels, let height, let width)):
            isRight = [picture.channels, picture.height, picture.width] == [channels, height, width]
        case (.tokens(let tokens), .tokens(let vocabulary)): isRight = tokens.vocabulary == vocabulary
        case (.words(let words), .sparse(let columns)): isRight = words.columns == columns
        case (.table, _), (.array, _), (.sparse, _), (.picture, _), (.tokens, _), (.words, _):
            isRight = false
        }
        if !isRight { throw Safetensors.wrong(name, "its preprocessing does not give \(shape.summary)") }
    }
}
