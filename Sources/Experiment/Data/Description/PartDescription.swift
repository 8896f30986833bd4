internal import Core

/// The parts of a split: how many rows, and how their targets are spread.
struct PartDescription {
    let file: DatasetFile

    func text() -> String {
        let targets = file.numbers("y", 0..<file.rows)
        let isOfClasses = file.metadata.loss == .logistic
        let classes = file.metadata.classes.isEmpty ? ["0", "1"] : file.metadata.classes
        let titles = isOfClasses ? classes : ["mean", "deviation", "least", "greatest"]
        var table = TextTable(titles: ["part", "rows"] + titles)
        for part in SplitPart.allCases {
            let values = file.rows(of: part).map { targets[$0] * file.metadata.targetScale }
            let cells = isOfClasses ? PartDescription.balance(values) : PartDescription.spread(values)
            table.add(["\(part)", "\(values.count)"] + cells)
        }
        let unit =
            file.metadata.targetScale == 1
            ? "" : ", divided by \(NumberText.rounded(file.metadata.targetScale)) in the file"
        return "targets for the \(file.metadata.loss?.rawValue ?? "unknown") loss\(unit)\n" + table.text
    }

    private static func balance(_ values: [Double]) -> [String] {
        (0...1).map { number in
            let count = values.count { $0 == Double(number) }
            let share =
                values.isEmpty ? "" : " (\(NumberText.rounded(100 * Double(count) / Double(values.count))) %)"
            return "\(count)\(share)"
        }
    }

    private static func spread(_ values: [Double]) -> [String] {
        guard let least = values.min(), let greatest = values.max() else { return ["–", "–", "–", "–"] }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return [mean, (squares / Double(values.count)).squareRoot(), least, greatest].map(NumberText.rounded)
    }
}
