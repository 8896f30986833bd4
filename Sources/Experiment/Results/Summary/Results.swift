/// What a sweep has given so far: the events, set in order by group and learning rate.
package struct Results: Sendable {
    package let choice: MetricChoice
    /// In the order of the sweep's trials.
    package let groups: [ResultGroup]

    /// `keys` are all trials of the sweep; those without events count as not finished.
    package init(events: [Event], keys: [TrialKey], choice: MetricChoice) throws(ResultsError) {
        self.choice = choice
        let histories = try Results.histories(events: events, keys: keys)
        var names: [String] = []
        for key in keys where !names.contains(key.group) { names.append(key.group) }
        let members = Dictionary(grouping: histories, by: \.key.group)
        groups = names.map { ResultGroup(name: $0, histories: members[$0]!, choice: choice) }
    }

    /// One history a key, in the order of the keys.
    static func histories(events: [Event], keys: [TrialKey]) throws(ResultsError) -> [TrialHistory] {
        var histories = keys.map { TrialHistory(key: $0) }
        var places: [Int: Int] = [:]
        for (place, key) in keys.enumerated() {
            precondition(places.updateValue(place, forKey: key.index) == nil, "each trial has one key")
        }
        for event in events {
            guard let place = places[event.trial] else {
                throw .unknownTrial(event.trial, trials: keys.count)
            }
            histories[place].add(event)
        }
        return histories
    }

    /// Every metric that some trial reports, by name.
    package var metricNames: [String] {
        Set(groups.flatMap { $0.rows.flatMap { $0.histories.flatMap(\.metricNames) } }).sorted()
    }

    /// One curve a configuration and metric (by default the metric of the choice). Of the test metric there are
    /// curves of the chosen rates only.
    package func curves(metrics: [String]? = nil) -> [Curve] {
        var curves: [Curve] = []
        for metric in metrics ?? [choice.name] {
            let phases = Set(allMilestones.filter { $0.value(of: metric) != nil }.map(\.phase)).sorted()
            for group in groups {
                for (place, row) in group.rows.enumerated() {
                    let isChosen = place == group.selection.chosen
                    if metric == choice.testName && !isChosen { continue }
                    let points = phases.map { row.point(of: metric, phase: $0) }
                    curves.append(
                        Curve(
                            group: group.name, label: row.label, learningRate: row.learningRate,
                            isChosen: isChosen, metric: metric,
                            points: points.filter { $0.statistics != nil || $0.diverged > 0 }))
                }
            }
        }
        return curves
    }

    private var allMilestones: [Event] {
        groups.flatMap { $0.rows.flatMap { $0.histories.flatMap(\.milestones) } }
    }
}
