import Core

/// A table with two rowwise tensors, one of a single column, between ordinary ones, and random updates for it.
enum RowwiseFixture {
    static let embedding = 1
    static let linear = 3

    static let table = TensorTable([
        TensorDescription(name: "dense", shape: [2, 4]),
        TensorDescription(name: "embedding", shape: [40, 3], isRowwise: true),
        TensorDescription(name: "vector", shape: [5]),
        TensorDescription(name: "linear", shape: [31, 1], isRowwise: true),
        TensorDescription(name: "gain", shape: [3], isTrainable: false),
    ])

    static func plan(
        _ rule: Rule, _ meaning: UpdateMeaning, _ mode: TrialSpecification.Mode,
        precision: Precision = .float64,
        chunks: Int = 12
    ) -> TrialPlan {
        TrialPlan(
            table: table, precision: precision, rule: rule, learningRate: 0.1, schedule: .constant,
            meaning: meaning, mode: mode, phases: 1, chunksPerPhase: chunks, datasets: [])
    }

    static func random(_ seed: Int) -> RandomStream { RandomStream(seed: UInt64(seed), purpose: .test) }

    /// Some rows, ascending, each once; perhaps none.
    static func rows(below count: Int, _ random: inout RandomStream) -> [UInt32] {
        (0..<UInt32(count)).filter { _ in random.integer(below: 6) == 0 }
    }

    /// An update of every tensor: dense, factors for the first one, rows; a rowwise tensor may be absent.
    static func update<S: Scalar>(_ type: S.Type, seed: Int) -> Update {
        var random = random(seed)
        let touched = [embedding: rows(below: 40, &random), linear: rows(below: 31, &random)]
        var blocks = [Block(tensor: 0, form: .factors(rank: 1))]
        for tensor in 1..<4 {
            guard let rows = touched[tensor] else {
                blocks.append(Block(tensor: tensor, form: .dense))
                continue
            }
            if !rows.isEmpty { blocks.append(Block(tensor: tensor, form: .rows(count: rows.count))) }
        }
        var writer = UpdateWriter<S>(table: table, blocks: blocks)
        for block in blocks {
            let tensor = table.tensors[block.tensor]
            switch block.form {
            case .factors:
                fill(writer.part(tensor.rows), &random)
                fill(writer.part(tensor.columns), &random)
            case .dense: fill(writer.part(tensor.count), &random)
            case .rows(let count):
                _ = writer.rowNumbers(count).update(fromContentsOf: touched[block.tensor]!)
                fill(writer.part(count * tensor.columns), &random)
            }
        }
        return writer.finish()
    }

    private static func fill<S: Scalar>(_ part: UnsafeMutableBufferPointer<S>, _ random: inout RandomStream) {
        for index in part.indices { part[index] = S(random.normal()) }
    }

    /// Random parameters and, under Adam, moments.
    static func fill<S: Scalar>(_ state: ParameterState, _ type: S.Type, seed: Int) {
        var random = random(seed)
        for index in 0..<table.totalCount { state.parameters(S.self)[index] = S(random.normal()) }
        guard state.rule.isAdam else { return }
        for index in 0..<table.trainableCount {
            state.moment(1, S.self)[index] = S(random.normal())
            state.moment(2, S.self)[index] = S(random.uniform())
        }
    }

    /// The work of one local chunk: two steps along random directions on random rows, or on a few that stay the same.
    static func localChunk<S: Scalar>(_ steps: LocalSteps<S>, seed: Int) -> Update {
        var random = random(seed)
        for _ in 0..<2 {
            let touched = table.tensors.map { $0.isRowwise ? rows(below: $0.rows, &random) : [] }
            for (set, rows) in zip(steps.touched, touched) {
                rows.reversed().withUnsafeBufferPointer { set?.insert($0) }
            }
            let footprint = Footprint(table) { touched[$0] }
            let direction = (0..<footprint.count).map { _ in S(random.normal()) }
            if steps.base.rule.isAdam {
                steps.working.step(along: direction, on: footprint, rate: 0.01)
            } else {
                descend(steps, touched, direction)
            }
        }
        return steps.difference()
    }

    private static func descend<S: Scalar>(_ steps: LocalSteps<S>, _ touched: [[UInt32]], _ direction: [S]) {
        var next = direction.makeIterator()
        for index in table.trainableTensors {
            let tensor = table.tensors[index]
            for row in tensor.isRowwise ? touched[index].map(Int.init) : Array(0..<tensor.rows) {
                for column in 0..<tensor.columns {
                    let element = table.offsets[index] + row * tensor.columns + column
                    steps.parameters[element] -= 0.01 * next.next()!
                }
            }
        }
    }
}

/// An update spread over all trainable elements, and which of them it touches: for oracles that know nothing of rows.
struct SpreadUpdate {
    var values: [Double]
    var touched: [Bool]

    init(_ update: Update, _ table: TensorTable) {
        values = Array(repeating: 0, count: table.trainableCount)
        touched = table.tensors[table.trainableTensors].flatMap { tensor in
            [Bool](repeating: !tensor.isRowwise, count: tensor.count)
        }
        var cursor = PayloadCursor(update.payload)
        for block in update.blocks {
            let (tensor, offset) = (table.tensors[block.tensor], table.offsets[block.tensor])
            switch block.form {
            case .dense:
                for (index, value) in cursor.take(Double.self, tensor.count).enumerated() {
                    values[offset + index] = value
                }
            case .factors:
                let (left, right) = (
                    cursor.take(Double.self, tensor.rows), cursor.take(Double.self, tensor.columns)
                )
                for index in 0..<tensor.count {
                    values[offset + index] = left[index / tensor.columns] * right[index % tensor.columns]
                }
            case .rows(let count):
                let rows = cursor.takeRows(count)
                for (index, value) in cursor.take(Double.self, count * tensor.columns).enumerated() {
                    let row = Int(rows[index / tensor.columns])
                    let element = offset + row * tensor.columns + index % tensor.columns
                    values[element] = value
                    touched[element] = true
                }
            }
        }
    }
}

extension Update {
    /// A copy of the payload, which `payload.bytes` alone does not keep alive.
    var bits: [UInt8] { withExtendedLifetime(self) { Array(payload.bytes) } }
}
