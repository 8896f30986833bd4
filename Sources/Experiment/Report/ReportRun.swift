/// One run of a report.
package struct ReportRun {
    /// Names its files: letters, digits, hyphens.
    let name: String
    let sweep: Sweep
    let results: Results

    /// The command that made the run, as its directory tells it.
    private let command: String?

    package init(name: String, sweep: Sweep, results: Results, command: String? = nil) {
        self.name = name
        self.sweep = sweep
        self.results = results
        self.command = command
    }

    /// The command that made the run, with what it stands for.
    var commandText: String {
        "\(command ?? RunCommand(sweepName: sweep.name).text) (sweep \(sweep.name), \(seedsText))"
    }

    var hasValues: Bool {
        results.groups.contains { $0.rows.contains { $0.histories.contains { !$0.milestones.isEmpty } } }
    }

    var haveAllDiverged: Bool {
        let tallies = results.groups.flatMap { $0.rows.map(\.tally) }
        return tallies.contains { $0.seeds > 0 } && tallies.allSatisfy { $0.diverged == $0.seeds }
    }

    /// "seeds 0–9", or the seeds one by one if they have gaps.
    var seedsText: String {
        let seeds = Set(sweep.trials.map(\.seed)).sorted()
        guard let first = seeds.first, let last = seeds.last else { return "no seeds" }
        if seeds.count == 1 { return "seed \(first)" }
        if last - first == UInt64(seeds.count - 1) { return "seeds \(first)–\(last)" }
        return "seeds " + seeds.map(String.init).joined(separator: ", ")
    }

    /// A file name for `name` that none of `others` has.
    static func fileName(_ name: String, besides others: [String]) -> String {
        let letters = name.unicodeScalars.map { scalar -> String in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isPlain ? String(scalar) : "-"
        }
        let plain = letters.joined().isEmpty ? "run" : letters.joined()
        if !others.contains(plain) { return plain }
        return (2...).lazy.map { "\(plain)-\($0)" }.first { !others.contains($0) }!
    }
}
