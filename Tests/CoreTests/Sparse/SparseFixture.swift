import Core

/// Small sparse problems, as a data set of sparse rows and as the same rows written out.
struct SparseFixture<S: Scalar> {
    let columns: Int
    let rows: [[(column: Int, value: S)]]
    let targets: [S]

    /// Random rows, some of them empty; targets are 0 or 1.
    init(columns: Int, count: Int, entries: Int, seed: UInt64) {
        var random = RandomStream(seed: seed, purpose: .test)
        self.columns = columns
        rows = (0..<count).map { _ in
            let size = random.integer(below: 2 * entries)
            let chosen = Set((0..<size).map { _ in random.integer(below: columns) })
            return chosen.sorted().map { ($0, S(random.normal())) }
        }
        targets = (0..<count).map { _ in S(random.integer(below: 2)) }
    }

    func samples(split: [UInt8]? = nil) throws -> SparseSamples<S> {
        try SparseSamples(dataset(split: split), columns: columns)
    }

    func dataset(split: [UInt8]? = nil) -> Dataset {
        var offsets: [Int64] = [0]
        for row in rows { offsets.append(offsets.last! + Int64(row.count)) }
        return SparseFixture.dataset(
            offsets: offsets, columns: rows.flatMap { $0.map { UInt32($0.column) } },
            values: rows.flatMap { $0.map(\.value) }, targets: targets,
            split: split ?? [UInt8](repeating: 0, count: rows.count))
    }

    static func dataset(
        offsets: [Int64], columns: [UInt32], values: [S], targets: [S], split: [UInt8]
    ) -> Dataset {
        Dataset([
            "row_offsets": words(offsets, .int64), "column_indices": words(columns, .uint32),
            "values": SupervisedFixture.tensor(values, [values.count]),
            "y": SupervisedFixture.tensor(targets, [targets.count]),
            "split": .init(type: .uint8, shape: [split.count], payload: Payload(copying: split)),
        ])
    }

    static func words<T: FixedWidthInteger>(_ values: [T], _ type: Dataset.ElementType) -> Dataset.Tensor {
        let bytes = values.withUnsafeBytes { Array($0) }
        return .init(type: type, shape: [values.count], payload: Payload(copying: bytes))
    }

    /// The rows with their zeros.
    func written() throws -> SupervisedRows<S> {
        var features: [S] = []
        for row in rows {
            var dense = [S](repeating: 0, count: columns)
            for (column, value) in row { dense[column] = value }
            features += dense
        }
        let dataset = SupervisedFixture.dataset(
            features, targets, inputs: columns, split: [UInt8](repeating: 0, count: rows.count))
        return try SupervisedRows(dataset, inputs: columns)
    }

    /// Some order of all rows, with repeats.
    func order(seed: UInt64, count: Int) -> [Int32] {
        var random = RandomStream(seed: seed, purpose: .test)
        return (0..<count).map { _ in Int32(random.integer(below: rows.count)) }
    }

    func initialParameters(seed: UInt64) -> [S] {
        var random = RandomStream(seed: seed, purpose: .test)
        return (0...columns).map { _ in S(0.1 * random.normal()) }
    }

    func state(_ rule: Rule, seed: UInt64 = 3) -> ParameterState {
        let state = ParameterState(
            table: SparseLinear<S>.table(columns: columns), precision: S.precision, rule: rule)
        state.parameters(S.self).update(from: initialParameters(seed: seed), count: columns + 1)
        return state
    }

    /// f, the plain way.
    func prediction(_ row: Int, _ parameters: UnsafePointer<S>) -> Double {
        rows[row].reduce(Double(parameters[columns])) {
            $0 + Double($1.value) * Double(parameters[$1.column])
        }
    }

    /// φ = ∂f/∂θ with all its zeros.
    func sensitivity(_ row: Int) -> [Double] {
        var phi = [Double](repeating: 0, count: columns) + [1]
        for (column, value) in rows[row] { phi[column] = Double(value) }
        return phi
    }

    /// The direction s·φ with all its zeros.
    func direction(_ row: Int, _ parameters: UnsafePointer<S>, _ objective: Objective) -> [Double] {
        let phi = sensitivity(row)
        let factor = objective.factor(
            prediction: prediction(row, parameters), target: Double(targets[row]),
            squaredNorm: phi.reduce(0) { $0 + $1 * $1 })
        return phi.map { factor * $0 }
    }
}
