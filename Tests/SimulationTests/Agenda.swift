/// What is to happen, by virtual time; at equal times in the order in which it was put down.
struct Agenda<Item> {
    private var entries: [(time: Int, item: Item)] = []  // latest first

    mutating func add(_ item: Item, at time: Int) {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].time > time { low = middle + 1 } else { high = middle }
        }
        entries.insert((time, item), at: low)
    }

    mutating func next() -> (time: Int, item: Item)? { entries.popLast() }
}
