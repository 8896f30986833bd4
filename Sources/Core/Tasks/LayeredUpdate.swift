/// The push of a chunk on a layered network as it grows: a dense layer's samples as factors while those are smaller, the
/// touched rows of a rowwise tensor, all of any other tensor.
///
/// Which of them depends on shapes alone.
struct LayeredUpdate<S: Scalar> {
    private struct Part {
        let layer: Layer<S>
        let tensor: Int
        /// Memory for the samples' factors, if the tensor travels so: left, then right.
        let factors: (left: AlignedMemory, right: AlignedMemory)?
    }

    private let table: TensorTable
    /// For each tensor the rows that the chunk has touched; nil where a tensor is not rowwise.
    private let touched: [RowSet?]
    private var parts: [Part] = []
    private var samples = 0

    /// `rank` samples at most. `touched` is empty at first.
    init(_ network: LayeredNetwork<S>, rank: Int, touched: [RowSet?]) {
        table = network.network.table
        self.touched = touched
        for (layer, tensor) in network.learningLayers {
            let factors = layer is DenseLayer<S> ? factors(of: table.tensors[tensor], rank: rank) : nil
            parts.append(Part(layer: layer, tensor: tensor, factors: factors))
        }
    }

    private func factors(of tensor: TensorDescription, rank: Int) -> (
        left: AlignedMemory, right: AlignedMemory
    )? {
        if Block.form(ofRank: rank, rows: tensor.rows, columns: tensor.columns) == .dense { return nil }
        let width = rank * MemoryLayout<S>.stride
        return (
            AlignedMemory(byteCount: tensor.rows * width), AlignedMemory(byteCount: tensor.columns * width)
        )
    }

    /// target += weight · φ of the sample that was just evaluated, and keeps what of it will travel. What travels as
    /// factors is left out of `target` where only the update counts.
    mutating func accumulate(weight: S, into target: UnsafeMutablePointer<S>, leavingOutFactors: Bool = false)
    {
        for part in parts {
            if let rows = part.layer.touchedRows { touched[part.tensor]!.insert(rows) }
            if let factors = part.factors, let layer = part.layer as? DenseLayer<S> {
                let tensor = table.tensors[part.tensor]
                layer.factors(
                    weight: weight, left: factors.left.pointer(to: S.self) + samples * tensor.rows,
                    right: factors.right.pointer(to: S.self) + samples * tensor.columns)
                if leavingOutFactors { continue }
            }
            part.layer.accumulate(weight: weight, into: target)
        }
        samples += 1
    }

    /// The update. `fill` writes `count` elements of what travels as it is, from an offset in the flat parameters on.
    func finish(fill: (_ target: UnsafeMutablePointer<S>, _ offset: Int, _ count: Int) -> Void) -> Update {
        let rows = parts.map { touched[$0.tensor]?.ascending() }
        let blocks = zip(parts, rows).compactMap { block(of: $0, rows: $1) }
        var writer = UpdateWriter<S>(table: table, blocks: blocks)
        for (part, rows) in zip(parts, rows) {
            let (tensor, offset) = (table.tensors[part.tensor], table.offsets[part.tensor])
            if let rows {
                write(rows, tensor, offset, &writer, fill)
            } else if let factors = part.factors {
                copy(factors.left, samples * tensor.rows, &writer)
                copy(factors.right, samples * tensor.columns, &writer)
            } else {
                fill(writer.part(tensor.count).baseAddress!, offset, tensor.count)
            }
        }
        return writer.finish()
    }

    private func block(of part: Part, rows: [UInt32]?) -> Block? {
        if let rows { return rows.isEmpty ? nil : Block(tensor: part.tensor, form: .rows(count: rows.count)) }
        return Block(tensor: part.tensor, form: part.factors == nil ? .dense : .factors(rank: samples))
    }

    private func write(
        _ rows: [UInt32], _ tensor: TensorDescription, _ offset: Int, _ writer: inout UpdateWriter<S>,
        _ fill: (_ target: UnsafeMutablePointer<S>, _ offset: Int, _ count: Int) -> Void
    ) {
        if rows.isEmpty { return }
        _ = writer.rowNumbers(rows.count).update(fromContentsOf: rows)
        var target = writer.part(rows.count * tensor.columns).baseAddress!
        for row in rows {
            fill(target, offset + Int(row) * tensor.columns, tensor.columns)
            target += tensor.columns
        }
    }

    private func copy(_ memory: AlignedMemory, _ count: Int, _ writer: inout UpdateWriter<S>) {
        writer.part(count).baseAddress!.update(from: memory.pointer(to: S.self), count: count)
    }
}
