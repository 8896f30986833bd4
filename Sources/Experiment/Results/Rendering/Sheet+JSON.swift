extension Sheet {
    /// An array with an object a row. What is missing is null; numbers that JSON has not are "nan", "inf", "-inf".
    var json: String {
        let objects = rows.map { row in
            let members = zip(columns, row).map { Sheet.string($0) + ": " + Sheet.json($1) }
            return "  {" + members.joined(separator: ", ") + "}"
        }
        return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    }

    private static func json(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): return string(text)
        case .integer(let value): return String(value)
        case .number(let value):
            return value.isFinite ? NumberText.full(value) : string(NumberText.full(value))
        case .flag(let value): return String(value)
        case .missing: return "null"
        }
    }

    private static func string(_ text: String) -> String {
        var escaped = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped + "\""
    }
}
