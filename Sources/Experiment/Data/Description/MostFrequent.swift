/// Which of some numbers occur most often.
enum MostFrequent {
    /// A table of the first ten, with the share that they have of `total`.
    static func table(_ numbers: [UInt32], title: String, limit: Int, total: Int, of unit: String) -> String {
        var counts = [Int](repeating: 0, count: limit)
        for number in numbers { counts[Int(number)] += 1 }
        let order = counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
        var table = TextTable(titles: [title, "times", "of \(unit)"])
        for number in order.prefix(10) where counts[number] > 0 {
            let share = NumberText.rounded(100 * Double(counts[number]) / Double(max(total, 1)))
            table.add(["\(number)", "\(counts[number])", "\(share) %"])
        }
        return table.text
    }
}
