internal import Core

/// The targets of sparse rows: numbers as they are, or two classes as 0 and 1.
struct SparseLabels {
    /// The labels of the classes 0 and 1; empty for numbers.
    let classes: [Double]

    init(_ rows: SparseRows, loss: Loss, file: String) throws {
        guard loss == .logistic else {
            classes = []
            return
        }
        var distinct = Set<Double>()
        for label in rows.labels { distinct.insert(label) }
        guard distinct.count == 2 else {
            let found =
                distinct.count == 1
                ? "one class (\(NumberText.short(rows.labels[0])))" : "\(distinct.count) classes"
            throw InputError(.badData, file: file, "has \(found); the logistic loss needs two")
        }
        classes = distinct.sorted()
    }

    /// The targets of some rows, which may be of another file.
    func targets(of rows: SparseRows, file: String) throws -> [Double] {
        if classes.isEmpty { return rows.labels }
        return try rows.labels.enumerated().map { row, label in
            guard let target = classes.firstIndex(of: label) else {
                let known = classes.map(NumberText.short).joined(separator: " and ")
                throw InputError(
                    .badData, file: file, line: rows.lines[row],
                    "the label \(NumberText.short(label)) does not occur among the training rows, which have \(known)"
                )
            }
            return Double(target)
        }
    }
}
