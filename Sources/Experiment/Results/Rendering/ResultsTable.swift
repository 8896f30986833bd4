/// What a person reads: every configuration, the chosen rate marked with *, diverged runs beside the numbers.
struct ResultsTable {
    let results: Results
    let phases: [Int]

    var text: String {
        var parts = [
            heading, configurations + "* the chosen rate. Numbers are over the runs that did not diverge.\n",
        ]
        if let reported { parts.append(reported) }
        if let notes { parts.append(notes) }
        return parts.joined(separator: "\n")
    }

    private var heading: String {
        let choice = results.choice
        let better = choice.goal == .minimize ? "smaller" : "larger"
        let rule: String
        switch choice.rule {
        case .validationMean: rule = "the mean over all seeds"
        case .halfOfSeeds: rule = "the median over the first half of the seeds, reported on the other half"
        }
        return TextTable.sentence("\(choice.name): \(better) is better; the rate is chosen by \(rule).")
    }

    private var hasFailures: Bool {
        results.groups.contains { $0.rows.contains { $0.tally.failed > 0 } }
    }

    private var configurations: String {
        let after = phases.map { "after \($0)" }
        let failed = hasFailures ? ["failed"] : []
        var table = TextTable(
            titles: ["group", "", "rate", "seeds", "diverged"] + failed + after + ["median", "mean ± std"])
        for group in results.groups {
            for (place, row) in group.rows.enumerated() {
                table.add(
                    [place == 0 ? group.name : "", place == group.selection.chosen ? "*" : ""] + cells(row))
            }
        }
        return table.text
    }

    private func cells(_ row: ResultRow) -> [String] {
        let tally = row.tally
        let after = phases.map {
            NumberText.rounded(row.point(of: results.choice.name, phase: $0).statistics?.median)
        }
        return [NumberText.short(row.learningRate), ResultsTable.seeds(tally), String(tally.diverged)]
            + (hasFailures ? [String(tally.failed)] : []) + after
            + [NumberText.rounded(tally.statistics?.median), NumberText.meanAndDeviation(tally.statistics)]
    }

    /// All of them, or how many are done.
    private static func seeds(_ tally: Tally) -> String {
        tally.finished == tally.seeds ? String(tally.seeds) : "\(tally.finished)/\(tally.seeds)"
    }

    /// What counts in the end: the chosen rates, measured on what the choice did not look at.
    private var reported: String? {
        var table = TextTable(titles: [
            "reported", "rate", "metric", "seeds", "diverged", "median", "mean ± std",
        ])
        var isEmpty = true
        for group in results.groups {
            guard let row = group.chosen, let report = group.selection.report else { continue }
            let statistics = report.tally.statistics
            table.add([
                group.name, NumberText.short(row.learningRate), report.metric,
                ResultsTable.seeds(report.tally),
                String(report.tally.diverged), NumberText.rounded(statistics?.median),
                NumberText.meanAndDeviation(statistics),
            ])
            isEmpty = false
        }
        return isEmpty ? nil : table.text
    }

    private var notes: String? {
        let lines = results.groups.flatMap { group in
            group.selection.notes.map { TextTable.sentence("\(group.name): \($0)") }
        }
        return lines.isEmpty ? nil : lines.joined()
    }
}
