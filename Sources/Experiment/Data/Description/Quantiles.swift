/// Least, median, upper quantiles and greatest of some counts, for one line of a table.
enum Quantiles {
    static let titles = ["least", "50 %", "90 %", "99 %", "greatest"]

    static func cells(_ counts: [Int]) -> [String] {
        let sorted = counts.sorted()
        return [0, 0.5, 0.9, 0.99, 1].map { share in
            sorted.isEmpty ? "–" : "\(sorted[Int((Double(sorted.count - 1) * share).rounded())])"
        }
    }

    /// The lengths between offsets.
    static func lengths(_ offsets: [Int64]) -> [Int] {
        zip(offsets, offsets.dropFirst()).map { Int($1 - $0) }
    }
}
