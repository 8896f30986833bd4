internal import Core

/// Rows of which most values are zero, as LIBSVM files have them: only the others are kept. They are written where a
/// prepared file has them: row_offsets [n + 1], column_indices [entries], values [entries], y [n], split [n].
struct SparseRows<S: Scalar> {
    private(set) var memory: SafetensorsMemory
    let capacity: Capacity
    /// Where each row begins in `indices` and `values`, and where the last ends.
    private(set) var offsets: UnsafeMutablePointer<Int64>
    /// Ascending in each row, counted as the file counts.
    private(set) var indices: UnsafeMutablePointer<UInt32>
    private(set) var values: UnsafeMutablePointer<S>
    var entries = 0
    var labels: [Double] = []
    /// The line of each row, from 1.
    var lines: [Int] = []

    /// Rows and entries that there is room for.
    struct Capacity: Equatable {
        var rows = 0
        var entries = 0
    }

    init(_ capacity: Capacity) {
        self.capacity = capacity
        memory = SparseRows.memory(capacity)
        offsets = memory.elements("row_offsets", of: Int64.self)
        indices = memory.elements("column_indices", of: UInt32.self)
        values = memory.elements("values", of: S.self)
        offsets[0] = 0
        labels.reserveCapacity(capacity.rows)
        lines.reserveCapacity(capacity.rows)
    }

    private static func memory(_ size: Capacity) -> SafetensorsMemory {
        let number = S.precision == .float32 ? Dataset.ElementType.float32 : .float64
        return SafetensorsMemory([
            "row_offsets": (.int64, [size.rows + 1]), "column_indices": (.uint32, [size.entries]),
            "values": (number, [size.entries]), "y": (number, [size.rows]), "split": (.uint8, [size.rows]),
        ])
    }

    var count: Int { labels.count }

    /// The entries of a row.
    func entries(ofRow row: Int) -> Range<Int> { Int(offsets[row])..<Int(offsets[row + 1]) }

    /// Ends a row of which the entries are there.
    mutating func endRow(label: Double, line: Int) {
        labels.append(label)
        lines.append(line)
        offsets[labels.count] = Int64(entries)
    }

    // MARK: Finishing

    /// Makes the indices column numbers and the memory as large as the rows are. Returns one more than the highest
    /// column.
    mutating func finish(indexBase: UInt32) -> Int {
        var highest: UInt32 = 0
        for entry in 0..<entries {
            indices[entry] &-= indexBase
            highest = max(highest, indices[entry])
        }
        if capacity != Capacity(rows: count, entries: entries) { fit() }
        return entries == 0 ? 0 : Int(highest) + 1
    }

    /// Comments and blank lines were taken for rows and entries.
    private mutating func fit() {
        var fitting = SparseRows(Capacity(rows: count, entries: entries))
        fitting.offsets.update(from: offsets, count: count + 1)
        fitting.indices.update(from: indices, count: entries)
        fitting.values.update(from: values, count: entries)
        (fitting.labels, fitting.lines, fitting.entries) = (labels, lines, entries)
        self = fitting
    }

    /// Writes what else a prepared file has.
    func fill(targets: [Double], parts: [SplitPart]) {
        precondition(targets.count == count && parts.count == count, "every row has a target and a part")
        let y = memory.elements("y", of: S.self), split = memory.elements("split", of: UInt8.self)
        for row in 0..<count {
            y[row] = S(targets[row])
            split[row] = parts[row].rawValue
        }
    }
}
