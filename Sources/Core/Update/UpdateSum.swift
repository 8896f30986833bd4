/// The sum of some updates, terms in ascending order, with room for what they touch only.
struct UpdateSum<S: Scalar> {
    let footprint: Footprint
    private let table: TensorTable
    private let memory: AlignedMemory

    init(of updates: [Update], for state: ParameterState) {
        table = state.table
        footprint = state.footprint(of: updates)
        memory = AlignedMemory(byteCount: footprint.count * MemoryLayout<S>.stride)
        for update in updates { add(update) }
    }

    /// The elements, compact.
    var values: UnsafeMutablePointer<S> { memory.pointer(to: S.self) }

    func scale(by factor: S) { S.scale(values, by: factor, count: footprint.count) }

    private func add(_ update: Update) {
        var cursor = PayloadCursor(update.payload)
        for block in update.blocks {
            let part = footprint.parts[block.tensor]
            let tensor = table.tensors[block.tensor]
            if let rows = part.rows, case .rows(let count) = block.form {
                let positions = UpdateSum.positions(of: cursor.takeRows(count), in: rows)
                positions.withUnsafeBufferPointer {
                    block.add(to: values + part.start, scale: 1, tensor: tensor, rows: $0, &cursor)
                }
            } else {
                block.add(to: values + part.start, scale: 1, tensor: tensor, &cursor)
            }
        }
    }

    /// Where `rows` stand among `all`; both ascend.
    private static func positions(of rows: UnsafeBufferPointer<UInt32>, in all: [UInt32]) -> [UInt32] {
        var next = 0
        return rows.map { row in
            if all[next] != row {
                var end = all.count
                while next < end {
                    let middle = (next + end) / 2
                    if all[middle] < row { next = middle + 1 } else { end = middle }
                }
            }
            defer { next = min(next + 1, all.count - 1) }
            return UInt32(next)
        }
    }
}

extension Block {
    /// target += scale · block, where `target` is the tensor's first element; moves the cursor behind the block.
    func add<S: Scalar>(
        to target: UnsafeMutablePointer<S>, scale: S, tensor: TensorDescription, _ cursor: inout PayloadCursor
    ) {
        let (rows, columns) = (tensor.rows, tensor.columns)
        switch form {
        case .dense:
            let values = cursor.take(S.self, tensor.count)
            S.addScaled(target, scale: scale, values: values.baseAddress!, count: tensor.count)
        case .factors(let rank):
            let left = cursor.take(S.self, rank * rows).baseAddress!
            let right = cursor.take(S.self, rank * columns).baseAddress!
            S.addOuters(
                target, rows: rows, columns: columns, scale: scale, rank: rank, left: left, right: right)
        case .rows(let count):
            let numbers = cursor.takeRows(count)
            add(to: target, scale: scale, tensor: tensor, rows: numbers, &cursor)
        }
    }

    /// The values of a `rows` block, behind its row numbers, added to these rows.
    func add<S: Scalar>(
        to target: UnsafeMutablePointer<S>, scale: S, tensor: TensorDescription,
        rows: UnsafeBufferPointer<UInt32>, _ cursor: inout PayloadCursor
    ) {
        let values = cursor.take(S.self, rows.count * tensor.columns)
        S.addRows(target, scale: scale, rows: rows, values: values.baseAddress!, columns: tensor.columns)
    }
}
