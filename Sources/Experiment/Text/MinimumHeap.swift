/// A binary heap of numbers: the smallest comes out first.
struct MinimumHeap {
    private var items: [UInt64] = []

    mutating func removeAll() { items.removeAll(keepingCapacity: true) }

    mutating func insert(_ item: UInt64) {
        var position = items.count
        items.append(item)
        while position > 0, items[(position - 1) / 2] > item {
            items[position] = items[(position - 1) / 2]
            position = (position - 1) / 2
        }
        items[position] = item
    }

    mutating func removeMinimum() -> UInt64? {
        guard let minimum = items.first, let item = items.popLast() else { return nil }
        if items.isEmpty { return minimum }
        var position = 0
        while let child = smallerChild(of: position), items[child] < item {
            items[position] = items[child]
            position = child
        }
        items[position] = item
        return minimum
    }

    private func smallerChild(of position: Int) -> Int? {
        let left = 2 * position + 1
        if left >= items.count { return nil }
        return left + 1 < items.count && items[left + 1] < items[left] ? left + 1 : left
    }
}
