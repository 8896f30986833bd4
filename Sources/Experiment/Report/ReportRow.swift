/// One method of the table: what is reported for the rate that was chosen.
package struct ReportRow {
    let sweep: String
    let method: String
    package let metric: String
    let learningRate: Double?
    let statistics: Statistics?
    let seeds: Int
    let diverged: Int
    package let notes: [String]
    let command: String

    package init(_ run: ReportRun, group: ResultGroup) {
        let choice = run.results.choice
        sweep = run.sweep.name
        command = run.commandText
        method = group.name
        metric = group.selection.report?.metric ?? choice.testName ?? choice.name
        learningRate = group.chosen?.learningRate
        let tallies =
            group.chosen.map { [group.selection.report?.tally ?? $0.tally] } ?? group.rows.map(\.tally)
        statistics = group.chosen == nil ? nil : tallies[0].statistics
        seeds = tallies.map(\.seeds).reduce(0, +)
        diverged = tallies.map(\.diverged).reduce(0, +)
        notes = group.selection.notes
    }

    static let titles = [
        "sweep", "method", "rate", "metric", "mean ± std", "seeds", "diverged",
    ]

    /// As a person reads them, in the order of the titles.
    package var cells: [String] {
        [
            sweep, method, learningRate.map(NumberText.short) ?? "–", metric,
            NumberText.meanAndDeviation(statistics), String(seeds), String(diverged),
        ]
    }
}
