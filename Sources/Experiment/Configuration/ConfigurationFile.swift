internal import Foundation
internal import Yams

/// Reads a YAML file into nodes with positions.
enum ConfigurationFile {
    static func read(_ path: String) throws -> ConfigurationNode {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(.inputMissing, file: path, "cannot be read; is the path right?")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw InputError(.configuration, file: path, "is not UTF-8 text")
        }
        return try parse(text, file: path)
    }

    static func parse(_ text: String, file: String) throws -> ConfigurationNode {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw InputError(.configuration, file: file, "is empty; see sweeps/ for examples")
            }
            return ConfigurationNode(node, file: file, path: "")
        } catch let error as YamlError {
            throw translated(error, file: file)
        }
    }

    /// Where a character that cannot be read first stands.
    private static func place(of value: Int32, in text: String) -> (line: Int, column: Int)? {
        let scalars = text.unicodeScalars
        guard let place = scalars.firstIndex(where: { Int32(bitPattern: $0.value) == value }) else {
            return nil
        }
        let lines = scalars[..<place].split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.count, (lines.last?.count ?? 0) + 1)
    }

    private static func translated(_ error: YamlError, file: String) -> InputError {
        func at(_ mark: Mark?, _ message: String) -> InputError {
            InputError(.configuration, file: file, line: mark?.line, column: mark?.column, message)
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let background = context.map { " (\($0.text) at line \($0.mark.line))" } ?? ""
            return at(mark, "not valid YAML: \(problem)\(background)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
            return at(context.mark, "the key \(names) is given more than once; keep one of them")
        case .reader(let problem, _, let value, let text):
            let place = place(of: value, in: text)
            return InputError(
                .configuration, file: file, line: place?.line, column: place?.column,
                "not valid YAML: \(problem)")
        default:
            return at(nil, "not valid YAML: \(error)")
        }
    }
}
