internal import Core

/// How stale the commits of each configuration were, for a person and for programs.
package enum StalenessText {
    package static func title(ofBucket bucket: Int) -> String {
        let range = StalenessHistogram.range(ofBucket: bucket)
        return range.lowerBound == range.upperBound
            ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
    }

    /// The titles of the columns and a row of cells for each configuration that has commits; nil: none has.
    static func table(_ results: Results) -> (titles: [String], rows: [[String]])? {
        let rows = results.staleness
        guard let buckets = rows.map(\.histogram.counts.count).max(), buckets > 0 else { return nil }
        let titles = ["group", "rate", "commits"] + (0..<buckets).map(title)
        return (
            titles,
            rows.map { row in
                let counts = row.histogram.counts
                return [row.group, NumberText.short(row.learningRate), String(row.histogram.total)]
                    + (0..<buckets).map { $0 < counts.count ? String(counts[$0]) : "0" }
            }
        )
    }

    static func text(_ results: Results) -> String {
        let heading = "Versions between base and commit, over all commits of the runs so far.\n"
        guard let (titles, rows) = table(results) else {
            return heading + "None were counted: only one worker at a time may be on a trial of this sweep.\n"
        }
        var table = TextTable(titles: titles)
        for row in rows { table.add(row) }
        return heading + table.text
    }
}

extension Sheet {
    /// A row a configuration and bucket.
    init(stalenessOf results: Results) {
        self.init(columns: ["group", "label", "learning_rate", "staleness_from", "staleness_to", "commits"])
        for row in results.staleness {
            for (bucket, count) in row.histogram.counts.enumerated() {
                let range = StalenessHistogram.range(ofBucket: bucket)
                add([
                    .text(row.group), .text(row.label), .number(row.learningRate),
                    .integer(Int(clamping: range.lowerBound)), .integer(Int(clamping: range.upperBound)),
                    .integer(count),
                ])
            }
        }
    }
}
