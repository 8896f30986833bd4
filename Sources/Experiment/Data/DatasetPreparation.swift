internal import Core
internal import Protocol

/// Makes a CSV file into the data set that workers fetch. The same request on the same file gives the same bytes.
package struct DatasetPreparation {
    private let request: DatasetRequest
    private let table: CSVTable
    private let source: Digest

    package init(_ request: DatasetRequest) throws {
        let hint = " (ignd-ps data fetch gets the data of the examples)"
        try self.init(request, bytes: try SourceFile(path: request.csv, hint: hint).bytes)
    }

    package init(_ request: DatasetRequest, bytes: [UInt8]) throws {
        self.request = request
        table = try CSVTable(bytes, file: request.csv, delimiter: request.delimiter)
        source = Digest(of: bytes)
    }

    package func prepare() throws -> PreparedDataset {
        let targetColumn = try column(request.target, role: "target")
        let split = try split()
        let target = try TargetColumn(
            table: table, column: targetColumn, request: request, parts: split.parts)
        var warnings = target.warnings
        let inputs = try features(except: targetColumn, split.parts, &warnings)
        let writer = DatasetWriter(
            request: request, source: source, inputs: inputs, target: target, split: split)
        return try PreparedDataset(writer.file(), name: table.file, warnings: warnings)
    }

    private func column(_ name: String, role: String) throws -> Int {
        if let column = table.header.firstIndex(of: name) { return column }
        throw InputError(
            .badData, file: table.file,
            "has no column \"\(name)\" (\(role))\(NearestName.hint(name, among: table.header))")
    }

    private func split() throws -> DataSplit {
        let split: DataSplit
        switch request.split {
        case .fractions(let training, let validation, _, let seed):
            split = DataSplit(rows: table.rows, training: training, validation: validation, seed: seed)
        case .column(let name):
            split = try DataSplit(table: table, column: try column(name, role: "split"))
        }
        try split.check(file: table.file)
        return split
    }

    // MARK: Inputs

    private func features(
        except target: Int, _ parts: [SplitPart], _ warnings: inout [InputWarning]
    ) throws -> [InputColumn] {
        let categorical = Set(try request.categorical.map { try column($0, role: "categorical") })
        var left = Set(try request.ignored.map { try column($0, role: "ignore") } + [target])
        if case .column(let name) = request.split { left.insert(try column(name, role: "split")) }
        var inputs: [InputColumn] = []
        for number in table.header.indices where !left.contains(number) {
            let reader = ColumnReader(table: table, column: number)
            let column = try categorical.contains(number) ? reader.levels(isAskedFor: true) : reader.feature()
            inputs += InputColumn.columns(
                column, name: table.header[number], parts: parts, isStandardised: request.isStandardised)
        }
        warnings += inputs.filter(\.isConstant).map { input in
            InputWarning(
                .constantColumn, file: table.file, column: input.input.name,
                "is constant in the training rows and was left out")
        }
        inputs.removeAll(where: \.isConstant)
        if inputs.isEmpty {
            throw InputError(
                .badData, file: table.file, "leaves no input: every column is constant, ignored or the target"
            )
        }
        return inputs
    }
}
