/// Why a peer's update cannot be taken. Checked before anything is touched.
package enum UpdateFault: Equatable, Sendable {
    case wrongShape(String)
    case notFinite(String)
}

extension Update {
    /// Nil if the update fits `table`: known tensors in ascending order, each at most once, row numbers inside
    /// the tensor and ascending, rowwise tensors by rows, the payload exactly as long as the blocks say, every value
    /// finite. With moments every other trainable tensor is there, dense. `frozen`: a milestone, which replaces whole
    /// tensors of any kind.
    package func fault(in table: TensorTable, precision: Precision, frozen: Bool = false) -> UpdateFault? {
        if let fault = shapeFault(in: table, precision: precision, frozen: frozen) { return fault }
        return precision == .float32
            ? valueFault(Float.self, in: table) : valueFault(Double.self, in: table)
    }

    private func shapeFault(in table: TensorTable, precision: Precision, frozen: Bool) -> UpdateFault? {
        var previous = -1
        for block in blocks {
            guard block.tensor > previous, block.tensor < table.tensors.count else {
                return .wrongShape("tensor \(block.tensor) is unknown or out of order")
            }
            previous = block.tensor
            let tensor = table.tensors[block.tensor]
            guard frozen || tensor.isTrainable else {
                return .wrongShape("tensor '\(tensor.name)' is frozen")
            }
            if tensor.isRowwise && !frozen {
                guard case .rows = block.form else {
                    return .wrongShape("'\(tensor.name)' is pushed by rows only")
                }
            }
            switch block.form {
            case .factors(let rank) where rank < 1 || rank > 1 << 24:
                return .wrongShape("rank \(rank) of '\(tensor.name)' is out of range")
            case .rows(let count) where count < 0 || count > tensor.rows:
                return .wrongShape("\(count) rows of '\(tensor.name)', which has \(tensor.rows)")
            default: break
            }
        }
        if let fault = momentsFault(in: table) { return fault }
        let expected = Update.byteCount(of: blocks, moments: moments, table: table, precision: precision)
        guard payload.count == expected else {
            return .wrongShape("the payload has \(payload.count) bytes, its blocks need \(expected)")
        }
        return nil
    }

    private func momentsFault(in table: TensorTable) -> UpdateFault? {
        guard let moments else { return nil }
        guard moments.isSound else { return .wrongShape("the powers of Adam's moments are out of range") }
        for (index, tensor) in table.tensors[table.trainableTensors].enumerated() where !tensor.isRowwise {
            guard blocks.contains(Block(tensor: index, form: .dense)) else {
                return .wrongShape("with moments '\(tensor.name)' must be dense")
            }
        }
        return nil
    }

    private func valueFault<S: Scalar>(_ type: S.Type, in table: TensorTable) -> UpdateFault? {
        for part in parts(S.self, in: table) {
            if let indices = part.rows {
                for (position, row) in indices.enumerated() {
                    let ascends = position == 0 || row > indices[position - 1]
                    guard ascends, Int(row) < table.tensors[part.tensor].rows else {
                        return .wrongShape("row \(row) of '\(table.tensors[part.tensor].name)'")
                    }
                }
            }
            for values in part.values {
                let largest = S.largestMagnitude(values.baseAddress!, count: values.count)
                if !largest.isFinite { return .notFinite(table.tensors[part.tensor].name) }
            }
        }
        return nil
    }

    /// The value arrays of every block, in payload order.
    private func parts<S: Scalar>(_ type: S.Type, in table: TensorTable) -> [Part<S>] {
        var cursor = PayloadCursor(payload)
        var parts: [Part<S>] = []
        for block in blocks {
            let tensor = table.tensors[block.tensor]
            switch block.form {
            case .factors(let rank):
                let left = cursor.take(S.self, rank * tensor.rows)
                let right = cursor.take(S.self, rank * tensor.columns)
                parts.append(Part(tensor: block.tensor, rows: nil, values: [left, right]))
            case .rows(let count):
                let rows = cursor.takeRows(count)
                let values = cursor.take(S.self, count * tensor.columns)
                parts.append(Part(tensor: block.tensor, rows: rows, values: [values]))
            case .dense:
                let values = cursor.take(S.self, tensor.count)
                parts.append(Part(tensor: block.tensor, rows: nil, values: [values]))
            }
        }
        if moments != nil {
            for _ in 0..<2 {
                let values = cursor.take(S.self, Update.momentCount(of: blocks, in: table))
                parts.append(Part(tensor: 0, rows: nil, values: [values]))
            }
        }
        return parts
    }

    private struct Part<S: Scalar> {
        let tensor: Int
        let rows: UnsafeBufferPointer<UInt32>?
        let values: [UnsafeBufferPointer<S>]
    }
}

extension Update {
    /// Whether every value is finite, of an update that fits `table`.
    package func isFinite(in table: TensorTable, precision: Precision) -> Bool {
        if case .notFinite = fault(in: table, precision: precision) { return false }
        return true
    }
}
