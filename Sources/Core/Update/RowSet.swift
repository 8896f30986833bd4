internal import CKernels

/// A set of rows of one tensor that takes a row in a few cycles, is emptied at once, and gives its members in ascending
/// order. Its memory is one stamp and one number a row, made once; the kernels mark rows in it.
package final class RowSet {
    package let capacity: Int
    private let memory: AlignedMemory
    var marks: ignd_row_marks

    package init(capacity: Int) {
        self.capacity = capacity
        memory = AlignedMemory(byteCount: 8 * capacity)
        let stamps = memory.bytes.baseAddress!.assumingMemoryBound(to: UInt32.self)
        marks = ignd_row_marks(stamps: stamps, rows: stamps + capacity, count: 0, stamp: 1)
    }

    package var count: Int { Int(marks.count) }

    /// The members in the order in which they came.
    package var members: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: marks.rows, count: count) }

    package func insert(_ row: UInt32) {
        precondition(row < capacity, "a set takes rows of its tensor")
        guard marks.stamps[Int(row)] != marks.stamp else { return }
        marks.stamps[Int(row)] = marks.stamp
        marks.rows[count] = row
        marks.count += 1
    }

    package func insert(_ rows: UnsafeBufferPointer<UInt32>) {
        for row in rows { insert(row) }
    }

    package func contains(_ row: UInt32) -> Bool { marks.stamps[Int(row)] == marks.stamp }

    package func removeAll() {
        marks.count = 0
        marks.stamp &+= 1
        guard marks.stamp == 0 else { return }
        // The stamps have come round: those of four thousand million sets ago would count again.
        marks.stamps.update(repeating: 0, count: capacity)
        marks.stamp = 1
    }

    /// The members in ascending order: sorted, or where they are many found by looking at every stamp.
    package func ascending() -> [UInt32] {
        if 4 * count < capacity { return sorted() }
        return [UInt32](unsafeUninitializedCapacity: count) { buffer, found in
            for row in 0..<UInt32(capacity) where contains(row) {
                buffer[found] = row
                found += 1
            }
        }
    }

    private func sorted() -> [UInt32] {
        let rows = Array(members)
        // One sample's rows, and those of samples that touch the same, have come in order.
        if zip(rows, rows.dropFirst()).allSatisfy(<) { return rows }
        var other = rows
        var sorted = rows
        sorted.withUnsafeMutableBufferPointer { rows in
            other.withUnsafeMutableBufferPointer { other in
                ignd_sort_rows(rows.baseAddress, other.baseAddress, Int64(rows.count), UInt32(capacity))
            }
        }
        return sorted
    }
}
