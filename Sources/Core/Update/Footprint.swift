/// The trainable elements that some work touches: tensors whole, but of a rowwise tensor some rows only.
///
/// In a compact buffer they lie in table order without gaps. What is done by a footprint costs what is touched.
package struct Footprint {
    package struct Part {
        /// Positions of its first element in a compact buffer and of the tensor's in the flat one.
        package let start: Int
        package let offset: Int
        /// Elements in the compact buffer, and of one row.
        package let count: Int
        package let columns: Int
        /// Row numbers, each once; nil: the whole tensor.
        package let rows: [UInt32]?
    }

    /// One for each trainable tensor.
    package let parts: [Part]
    /// Elements of a compact buffer.
    package let count: Int

    /// `rows` gives the touched rows of a rowwise tensor.
    package init(_ table: TensorTable, rows: (_ tensor: Int) -> [UInt32]) {
        var parts: [Part] = []
        var start = 0
        for index in table.trainableTensors {
            let tensor = table.tensors[index]
            let touched = tensor.isRowwise ? rows(index) : nil
            let count = touched.map { $0.count * tensor.columns } ?? tensor.count
            parts.append(
                Part(
                    start: start, offset: table.offsets[index], count: count, columns: tensor.columns,
                    rows: touched))
            start += count
        }
        self.parts = parts
        count = start
    }

    /// What some updates touch together; rows ascending.
    package init(of updates: [Update], in table: TensorTable, _ precision: Precision) {
        var touched: [[UInt32]] = table.trainableTensors.map { _ in [] }
        for update in updates {
            update.forEachRowwiseBlock(in: table, precision) { touched[$0] += $1 }
        }
        if updates.count > 1 { touched = touched.map(Footprint.ascending) }
        self.init(table) { touched[$0] }
    }

    private static func ascending(_ rows: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        for row in rows.sorted() where row != result.last { result.append(row) }
        return result
    }
}

extension Footprint {
    /// target = the touched elements of `source`, compact.
    func gather<S: Scalar>(_ target: UnsafeMutablePointer<S>, from source: UnsafePointer<S>) {
        for part in parts {
            part.forEachRun(
                row: { target[$0] = source[$1] },
                run: { (target + $0).update(from: source + $1, count: $2) })
        }
    }

    /// Sets the touched elements of `target` from a compact buffer.
    func scatter<S: Scalar>(_ target: UnsafeMutablePointer<S>, from source: UnsafePointer<S>) {
        for part in parts {
            part.forEachRun(
                row: { target[$1] = source[$0] },
                run: { (target + $1).update(from: source + $0, count: $2) })
        }
    }

    /// Sets the touched elements of `target` as they are in `source`, both flat.
    func copy<S: Scalar>(_ target: UnsafeMutablePointer<S>, from source: UnsafePointer<S>) {
        for part in parts {
            part.forEachRun(
                row: { target[$1] = source[$1] },
                run: { (target + $1).update(from: source + $1, count: $2) })
        }
    }

    /// target += scale · values, values compact.
    func addScaled<S: Scalar>(_ target: UnsafeMutablePointer<S>, scale: S, values: UnsafePointer<S>) {
        for part in parts {
            guard let rows = part.rows else {
                S.addScaled(
                    target + part.offset, scale: scale, values: values + part.start, count: part.count)
                continue
            }
            rows.withUnsafeBufferPointer {
                S.addRows(
                    target + part.offset, scale: scale, rows: $0, values: values + part.start,
                    columns: part.columns)
            }
        }
    }

    /// The largest absolute value among the touched elements of a flat buffer; NaN if any is not a number.
    func largestMagnitude<S: Scalar>(_ values: UnsafePointer<S>) -> S {
        var largest = S(0)
        func take(_ magnitude: S) {
            if !(magnitude <= largest) && !largest.isNaN { largest = magnitude }
        }
        for part in parts {
            part.forEachRun(
                row: { take(values[$1].magnitude) },
                run: { take(S.largestMagnitude(values + $1, count: $2)) })
        }
        return largest
    }
}

extension Footprint.Part {
    /// target = end − start at the part's elements: the target compact from this part on, the others flat.
    func difference<S: Scalar>(
        _ target: UnsafeMutablePointer<S>, end: UnsafePointer<S>, start: UnsafePointer<S>
    ) {
        let target = target - self.start
        forEachRun(
            row: { target[$0] = end[$1] - start[$1] },
            run: { S.difference(target + $0, end: end + $1, start: start + $1, count: $2) })
    }

    /// Calls `run` for each run of neighbouring elements with its positions in the compact buffer and in the flat one
    /// and its length; rows of one element, of which there are many, go to `row` instead.
    @inline(__always)
    func forEachRun(
        row single: (_ start: Int, _ offset: Int) -> Void,
        run: (_ start: Int, _ offset: Int, _ count: Int) -> Void
    ) {
        guard let rows else { return run(start, offset, count) }
        rows.withUnsafeBufferPointer { rows in
            if columns == 1 {
                for position in rows.indices { single(start + position, offset + Int(rows[position])) }
            } else {
                for position in rows.indices {
                    run(start + position * columns, offset + Int(rows[position]) * columns, columns)
                }
            }
        }
    }
}

extension Update {
    /// The row numbers of each block that belongs to a rowwise tensor.
    func forEachRowwiseBlock(
        in table: TensorTable, _ precision: Precision,
        _ body: (_ tensor: Int, _ rows: UnsafeBufferPointer<UInt32>) -> Void
    ) {
        var cursor = PayloadCursor(payload)
        for block in blocks {
            let tensor = table.tensors[block.tensor]
            if tensor.isRowwise, case .rows(let count) = block.form {
                var start = cursor
                body(block.tensor, start.takeRows(count))
            }
            cursor.skip(block.byteCount(in: table, precision: precision))
        }
    }
}
