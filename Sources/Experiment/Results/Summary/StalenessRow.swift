package import Core

/// How stale the commits of one configuration were, over its seeds.
package struct StalenessRow: Sendable, Equatable {
    package let group: String
    package let label: String
    package let learningRate: Double
    package let histogram: StalenessHistogram
}

extension Results {
    /// Those configurations that have commits that could be stale.
    package var staleness: [StalenessRow] {
        groups.flatMap { group in
            group.rows.compactMap { row in
                var histogram = StalenessHistogram()
                for history in row.histories { histogram.add(history.staleness) }
                if histogram.isEmpty { return nil }
                return StalenessRow(
                    group: group.name, label: row.label, learningRate: row.learningRate, histogram: histogram)
            }
        }
    }
}

extension TrialHistory {
    var staleness: StalenessHistogram {
        (milestones + [finish].compactMap { $0 }).reduce(into: StalenessHistogram()) { $0.add($1.staleness) }
    }
}
