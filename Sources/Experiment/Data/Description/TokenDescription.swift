internal import Core

/// Sequences of tokens: how long they are, the most frequent tokens, the first rows.
struct TokenDescription {
    let file: DatasetFile

    func text() -> String {
        guard case .tokens(let vocabulary) = file.shape else { return "" }
        let offsets = file.elements("token_offsets", of: Int64.self)
        let tokens = file.elements("tokens", of: UInt32.self)
        var lengths = TextTable(titles: ["tokens a row"] + Quantiles.titles)
        lengths.add([""] + Quantiles.cells(Quantiles.lengths(offsets)))
        let distinct = Set(tokens).count
        return "\(tokens.count) tokens, \(distinct) of \(vocabulary) occur\n\n" + lengths.text + "\n"
            + MostFrequent.table(tokens, title: "token", limit: vocabulary, total: tokens.count, of: "tokens")
            + "\n" + file.firstRows.map { row($0, offsets, tokens) }.joined()
    }

    private func row(_ row: Int, _ offsets: [Int64], _ tokens: [UInt32]) -> String {
        let range = Int(offsets[row])..<Int(offsets[row + 1])
        let shown = tokens[range].prefix(12).map(String.init).joined(separator: " ")
        return "row \(row): \(shown)\(range.count > 12 ? " …" : "")\n"
    }
}
