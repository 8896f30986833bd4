import Core
import Testing

@Suite struct RowSetTests {
    @Test("a set gives each row once, ascending, and is emptied", arguments: [40, 1_000, 100_000])
    func rowsOnceAndAscending(capacity: Int) {
        var random = RandomStream(seed: UInt64(capacity), purpose: .test)
        let set = RowSet(capacity: capacity)
        for size in [0, 1, 5, capacity / 20, capacity / 5, capacity / 3, 3 * capacity] {
            let rows = (0..<size).map { _ in UInt32(random.integer(below: capacity)) }
            rows.withUnsafeBufferPointer { set.insert($0) }
            let members = Set(rows)
            let isAscending = set.ascending() == members.sorted()
            #expect(isAscending, "\(size) of \(capacity)")
            #expect(Set(set.members) == members && set.count == members.count)
            #expect((0..<UInt32(capacity)).allSatisfy { set.contains($0) == members.contains($0) })
            set.removeAll()
            #expect(set.count == 0 && set.ascending().isEmpty)
        }
    }
}
