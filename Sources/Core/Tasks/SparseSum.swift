/// Where the directions of a sparse linear model are added up: zero but for the touched rows, so that clearing costs
/// what was touched.
package final class SparseSum<S: Scalar> {
    let touched: RowSet
    private let memory: AlignedMemory

    package init(_ model: SparseLinear<S>) {
        touched = RowSet(capacity: model.columns + 1)
        memory = AlignedMemory(byteCount: (model.columns + 1) * MemoryLayout<S>.stride)
    }

    var values: UnsafeMutablePointer<S> { memory.pointer(to: S.self) }

    func clear() {
        for row in touched.members { values[Int(row)] = 0 }
        touched.removeAll()
    }

    /// The touched rows of the model's one tensor.
    func update(_ table: TensorTable) -> Update {
        let rows = touched.ascending()
        var writer = UpdateWriter<S>(table: table, blocks: [Block(tensor: 0, form: .rows(count: rows.count))])
        _ = writer.rowNumbers(rows.count).update(fromContentsOf: rows)
        let target = writer.part(rows.count)
        for (position, row) in rows.enumerated() { target[position] = values[Int(row)] }
        return writer.finish()
    }
}
