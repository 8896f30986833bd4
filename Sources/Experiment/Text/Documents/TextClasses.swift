/// The two classes of texts by the labels of the training file.
struct TextClasses {
    /// What 0 and 1 stand for.
    let names: [String]

    init(_ texts: [LabelledText], file: String) throws {
        names = TextClasses.sorted(Set(texts.map(\.label)))
        guard names.count == 2 else {
            let some = names.isEmpty ? "" : " (\(names.prefix(5).joined(separator: ", ")))"
            throw InputError(
                .badData, file: file,
                "has \(names.count) \(names.count == 1 ? "class" : "classes")\(some); the logistic loss needs two"
            )
        }
    }

    /// 0 or 1
    func label(of text: LabelledText, file: String) throws -> UInt8 {
        if let label = names.firstIndex(of: text.label) { return UInt8(label) }
        throw InputError(
            .badData, file: file, line: text.line,
            "the label \"\(text.label)\" does not occur among the training texts, which have \(names.joined(separator: " and "))"
        )
    }

    /// Numbers by their value, other labels by their bytes.
    private static func sorted(_ labels: Set<String>) -> [String] {
        let bytewise = labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let numbers = bytewise.compactMap { label in Double(label).map { (value: $0, label: label) } }
        if numbers.count < labels.count { return bytewise }
        return numbers.sorted { ($0.value, $0.label) < ($1.value, $1.label) }.map(\.label)
    }
}
