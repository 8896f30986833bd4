/// The working copy of `local` chunks: sequential steps on it, then the difference as an update.
///
/// It may be kept from chunk to chunk: `restart` then copies, of a rowwise tensor, only the rows that the last chunk or
/// the base's changes since have touched. So who steps on a rowwise tensor marks its rows in `touched`.
package final class LocalSteps<S: Scalar> {
    package private(set) var base: ParameterState
    package let working: ParameterState
    /// For each tensor the rows that the chunk has touched; nil where a tensor is not rowwise.
    package let touched: [RowSet?]
    private var logPosition = 0

    @specialized(where S == Float)
    @specialized(where S == Double)
    package init(from base: ParameterState) {
        self.base = base
        working = base.copy()
        touched = base.table.tensors.map { $0.isRowwise ? RowSet(capacity: $0.rows) : nil }
        if base.table.hasRowwise { logPosition = base.logEnd() }
    }

    package var parameters: UnsafeMutablePointer<S> { working.parameters(S.self) }

    /// Starts the next chunk, from a base of the same trial.
    @specialized(where S == Float)
    @specialized(where S == Double)
    package func restart(from base: ParameterState) {
        if base === self.base, let changes = base.changedRows(from: logPosition) {
            for change in changes { touched[Int(change.tensor)]!.insert(change.row) }
            touchesMost ? working.restore(base) : working.copy(base, on: unordered, S.self)
        } else {
            working.restore(base)
        }
        for set in touched { set?.removeAll() }
        self.base = base
        if base.table.hasRowwise { logPosition = base.logEnd() }
    }

    /// End minus base, with the moments under Adam: dense, and of a rowwise tensor the touched rows. Everybody goes on
    /// from base + difference as rounded, never from this end point.
    @specialized(where S == Float)
    @specialized(where S == Double)
    package func difference() -> Update {
        let footprint = footprint
        let moments = base.rule.isAdam ? working.moments : nil
        var writer = UpdateWriter<S>(table: base.table, blocks: footprint.blocks, moments: moments)
        for part in footprint.parts {
            if let rows = part.rows {
                if rows.isEmpty { continue }
                _ = writer.rowNumbers(rows.count).update(fromContentsOf: rows)
            }
            part.difference(
                writer.part(part.count).baseAddress!, end: parameters, start: base.parameters(S.self))
        }
        if moments != nil {
            for number in 1...2 {
                footprint.gather(
                    writer.part(footprint.count).baseAddress!, from: working.moment(number, S.self))
            }
        }
        return writer.finish()
    }

    /// Whether every parameter is finite and at most `limit` in absolute value; of a rowwise tensor those touched.
    @specialized(where S == Float)
    @specialized(where S == Double)
    package func isWithin(_ limit: Double) -> Bool { Double(largestMagnitude) <= limit }

    package var isFinite: Bool { largestMagnitude.isFinite }

    /// Whether so many rows are touched that the whole is copied sooner than they are one by one.
    private var touchesMost: Bool { touched.contains { $0.map { 4 * $0.count > $0.capacity } ?? false } }

    private var largestMagnitude: S { unordered.largestMagnitude(parameters) }

    private var footprint: Footprint { base.footprint { touched[$0]!.ascending() } }

    private var unordered: Footprint { base.footprint { Array(touched[$0]!.members) } }
}

extension Footprint {
    /// A dense block for every tensor, and of a rowwise one its rows, if there are any.
    fileprivate var blocks: [Block] {
        parts.enumerated().compactMap { tensor, part in
            guard let rows = part.rows else { return Block(tensor: tensor, form: .dense) }
            return rows.isEmpty ? nil : Block(tensor: tensor, form: .rows(count: rows.count))
        }
    }
}
