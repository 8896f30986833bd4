extension CSVTable {
    /// The number of the column with this name.
    func column(_ name: String) throws -> Int {
        if let column = header.firstIndex(of: name) { return column }
        throw InputError(
            .badData, file: file, line: 1,
            "has no column \"\(name)\"\(NearestName.hint(name, among: header))")
    }
}
