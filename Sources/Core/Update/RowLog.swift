/// Which rows of rowwise tensors the newest changes of a state moved, so that who keeps a copy of it can follow by those
/// rows alone. A log of a good part of all rows saves nothing any more: it is dropped and begun anew.
struct RowLog {
    struct Entry {
        let tensor: UInt32
        let row: UInt32
    }

    private let limit: Int
    private var first = 0
    private var entries: [Entry] = []

    init(_ table: TensorTable) {
        limit = table.tensors.reduce(0) { $1.isRowwise ? $0 + $1.rows : $0 } / 4
    }

    /// Where the next entry will stand.
    var end: Int { first + entries.count }

    mutating func append(tensor: Int, rows: some Collection<UInt32>) {
        if entries.count + rows.count > limit { forget() }
        if rows.count > limit { return }
        let tensor = UInt32(tensor)
        for row in rows { entries.append(Entry(tensor: tensor, row: row)) }
    }

    /// Something else than rows has changed: nobody can follow from here.
    mutating func forget() {
        first = end + 1
        entries.removeAll(keepingCapacity: true)
    }

    /// The entries from `position` on; nil if some are gone.
    func entries(from position: Int) -> ArraySlice<Entry>? {
        position < first ? nil : entries[(position - first)...]
    }
}
