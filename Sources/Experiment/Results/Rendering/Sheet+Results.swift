extension Sheet {
    private static let statisticsColumns = ["mean", "std", "median", "min", "max"]

    private static func cells(_ statistics: Statistics?) -> [Cell] {
        [
            .number(statistics?.mean), .number(statistics?.deviation), .number(statistics?.median),
            .number(statistics?.minimum), .number(statistics?.maximum),
        ]
    }

    /// A row a configuration; `reported_…` is filled in for the chosen rate only.
    init(_ results: Results, phases: [Int]) {
        self.init(
            columns: [
                "group", "label", "learning_rate", "chosen", "metric", "seeds", "finished", "diverged",
                "failed",
            ]
                + Sheet.statisticsColumns + phases.flatMap { Sheet.columns(afterPhase: $0) }
                + ["reported_metric", "reported_seeds", "reported_diverged"]
                + Sheet.statisticsColumns.map { "reported_" + $0 } + ["note"])
        for group in results.groups {
            for place in group.rows.indices { add(Sheet.cells(group, place, results.choice.name, phases)) }
        }
    }

    private static func columns(afterPhase phase: Int) -> [String] {
        ["median", "max", "carried", "diverged"].map { "after_\(phase)_\($0)" }
    }

    private static func cells(_ group: ResultGroup, _ place: Int, _ metric: String, _ phases: [Int]) -> [Cell]
    {
        let (row, chosen) = (group.rows[place], group.selection.chosen)
        let tally = row.tally
        let head: [Cell] = [
            .text(group.name), .text(row.label), .number(row.learningRate), .flag(place == chosen),
            .text(metric),
            .integer(tally.seeds), .integer(tally.finished), .integer(tally.diverged), .integer(tally.failed),
        ]
        let after = phases.flatMap { cells(row.point(of: metric, phase: $0)) }
        // The group's notes stand once: with the chosen rate, or with the first if there is none.
        let notes = place == chosen ?? 0 ? group.selection.notes : []
        let note: Cell = notes.isEmpty ? .missing : .text(notes.joined(separator: "; "))
        let report = place == chosen ? group.selection.report : nil
        return head + cells(tally.statistics) + after + cells(report) + [note]
    }

    private static func cells(_ point: CurvePoint) -> [Cell] {
        [
            .number(point.statistics?.median), .number(point.statistics?.maximum), .integer(point.carried),
            .integer(point.diverged),
        ]
    }

    private static func cells(_ report: Selection.Report?) -> [Cell] {
        guard let report else { return Array(repeating: .missing, count: 3 + statisticsColumns.count) }
        let tally = report.tally
        return [.text(report.metric), .integer(tally.seeds), .integer(tally.diverged)]
            + cells(tally.statistics)
    }

    /// A row a phase of each curve.
    init(_ curves: [Curve]) {
        self.init(
            columns: [
                "group", "label", "learning_rate", "chosen", "metric", "phase", "runs", "carried", "diverged",
            ]
                + Sheet.statisticsColumns)
        for curve in curves {
            for point in curve.points {
                add(
                    [
                        .text(curve.group), .text(curve.label), .number(curve.learningRate),
                        .flag(curve.isChosen), .text(curve.metric), .integer(point.phase),
                        .integer(point.statistics?.count ?? 0), .integer(point.carried),
                        .integer(point.diverged),
                    ] + Sheet.cells(point.statistics))
            }
        }
    }
}
