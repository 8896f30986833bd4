internal import Foundation

/// Reads objects {"text": …, "label": …}, one a line.
struct JSONLines {
    private let file: String
    private let textName: String
    /// Nil: objects without labels.
    private let labelName: String?

    init(file: String, textName: String, labelName: String?) {
        self.file = file
        self.textName = textName
        self.labelName = labelName
    }

    /// Whether a file of this name has objects.
    static func isNamed(_ name: String) -> Bool {
        [".jsonl", ".ndjson", ".json"].contains { name.lowercased().hasSuffix($0) }
    }

    func texts(_ bytes: [UInt8]) throws -> [LabelledText] {
        try UTF8Text.check(bytes, file: file)
        let lines = UTF8Text.content(bytes).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return try lines.enumerated().compactMap { number, line in
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
            return try text(Data(line), line: number + 1)
        }
    }

    private func text(_ line: Data, line number: Int) throws -> LabelledText {
        let values: [String: Value]
        do {
            values = try JSONDecoder().decode([String: Value].self, from: line)
        } catch {
            throw wrong(number, "is not a JSON object")
        }
        guard case .text(let text) = try value(textName, values, number) else {
            throw wrong(number, "\"\(textName)\" is not a text")
        }
        guard let labelName else { return LabelledText(text: text, label: "", line: number) }
        switch try value(labelName, values, number) {
        case .text(let label): return LabelledText(text: text, label: label, line: number)
        case .number(let label):
            return LabelledText(text: text, label: NumberText.short(label), line: number)
        case .other: throw wrong(number, "\"\(labelName)\" is neither a text nor a number")
        }
    }

    private func value(_ name: String, _ values: [String: Value], _ line: Int) throws -> Value {
        if let value = values[name] { return value }
        throw wrong(line, "has no \"\(name)\"\(NearestName.hint(name, among: values.keys.sorted()))")
    }

    private func wrong(_ line: Int, _ message: String) -> InputError {
        InputError(.badData, file: file, line: line, message)
    }

    /// What may be a text or a label.
    private enum Value: Decodable {
        case text(String)
        case number(Double)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let flag = try? container.decode(Bool.self) {
                self = .number(flag ? 1 : 0)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .other
            }
        }
    }
}
