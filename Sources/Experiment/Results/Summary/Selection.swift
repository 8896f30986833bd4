/// The learning rate that is chosen in a group, what is reported for it, and what must be said about the choice.
package struct Selection: Sendable {
    /// What counts in the end: measured on what the choice did not look at.
    package struct Report: Sendable, Equatable {
        package let metric: String
        package let seeds: [UInt64]
        package let tally: Tally
    }

    /// Position in the group's rows; nil if no run gives a value to compare.
    package private(set) var chosen: Int?
    /// The seeds by which rates were compared.
    package let seeds: [UInt64]
    package private(set) var report: Report?
    package private(set) var notes: [String] = []

    init(rows: [ResultRow], choice: MetricChoice) {
        let all = Set(rows.flatMap { $0.histories.map(\.key.seed) }).sorted()
        seeds = choice.rule == .halfOfSeeds ? Array(all.prefix(max(1, all.count / 2))) : all
        let scores = rows.map { [seeds] in
            Score($0.histories(of: seeds), rate: $0.learningRate, choice: choice)
        }
        chosen = scores.indices.filter { scores[$0].isEligible }.min { scores[$0] < scores[$1] }
        if let chosen {
            report = Selection.report(rows[chosen], choice: choice, seeds: seeds, of: all)
            notes = Selection.notes(rows, chosen: chosen, score: scores[chosen])
            if all.count == 1 && choice.rule == .halfOfSeeds {
                notes.append("one seed only: the rate is chosen and reported on the same run")
            }
        } else {
            notes = [Selection.reasonForNone(rows, metric: choice.name)]
        }
        notes += Selection.notesOnMissing(rows)
    }

    private static func report(
        _ row: ResultRow, choice: MetricChoice, seeds: [UInt64], of all: [UInt64]
    ) -> Report? {
        switch choice.rule {
        case .validationMean:
            guard let test = choice.testName else { return nil }
            return Report(metric: test, seeds: all, tally: Tally(row.histories, metric: test))
        case .halfOfSeeds:
            let others = all.count > 1 ? Array(all.dropFirst(seeds.count)) : all
            let tally = Tally(row.histories(of: others), metric: choice.name)
            return Report(metric: choice.name, seeds: others, tally: tally)
        }
    }

    private static func notes(_ rows: [ResultRow], chosen: Int, score: Score) -> [String] {
        let rate = NumberText.short(rows[chosen].learningRate)
        var notes: [String] = []
        if rows.count > 1 && chosen == 0 {
            notes.append("the best rate \(rate) is at the edge of the grid: a smaller one may be better")
        }
        if rows.count > 1 && chosen == rows.count - 1 {
            notes.append("the best rate \(rate) is at the edge of the grid: a larger one may be better")
        }
        if !score.value.isFinite {
            notes.append("no rate is free of diverged runs: the one that loses fewest is chosen")
        }
        return notes
    }

    private static func reasonForNone(_ rows: [ResultRow], metric: String) -> String {
        let tallies = rows.map(\.tally)
        if tallies.contains(where: { $0.diverged > 0 }) {
            return "no rate is chosen: every run that counts diverged"
        }
        if tallies.allSatisfy({ $0.finished == 0 }) { return "no rate is chosen: no run has finished" }
        if tallies.allSatisfy({ $0.finished == $0.failed }) {
            return "no rate is chosen: every finished run failed"
        }
        return "no rate is chosen: no finished run reports '\(metric)'"
    }

    private static func notesOnMissing(_ rows: [ResultRow]) -> [String] {
        let runs = rows.reduce(0) { $0 + $1.tally.seeds }
        let unfinished = runs - rows.reduce(0) { $0 + $1.tally.finished }
        let failed = rows.reduce(0) { $0 + $1.tally.failed }
        var notes: [String] = []
        if unfinished > 0 { notes.append("provisional: \(unfinished) of \(runs) runs are not finished") }
        if failed > 0 { notes.append("\(failed) of \(runs) runs failed and are left out") }
        return notes
    }
}
