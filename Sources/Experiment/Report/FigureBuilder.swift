/// Makes the panels of one run: one for each metric and each condition (plant, scaling …) under which the methods
/// are compared.
struct FigureBuilder {
    let run: ReportRun
    /// By the method's label.
    let styles: [String: SeriesStyle]
    /// What the panels' titles begin with, where there are other runs beside.
    let place: String

    private var plan: FigurePlan { FigurePlan(run.sweep) }

    var panels: [Panel] {
        plan.metrics.flatMap { metric in conditions.map { panel(metric, $0) } }
    }

    /// What of a group's name is not the method, in the order of the sweep.
    private var conditions: [String] {
        var conditions: [String] = []
        for group in run.results.groups {
            let condition = FigureBuilder.condition(group)
            if !conditions.contains(condition) { conditions.append(condition) }
        }
        return conditions
    }

    private static func condition(_ group: ResultGroup) -> String {
        String(group.name.dropFirst(group.rows[0].label.count + 1))
    }

    private func panel(_ metric: String, _ condition: String) -> Panel {
        let groups = run.results.groups.filter { FigureBuilder.condition($0) == condition }
        let scale = FigurePlan.scale(metric)
        return Panel(
            title: title(metric, condition), xTitle: plan.xTitle, yTitle: FigurePlan.title(metric),
            scale: scale,
            series: groups.flatMap { series($0, metric, scale, styles[$0.rows[0].label]!) },
            legend: groups.map { legend($0, styles[$0.rows[0].label]!) })
    }

    private func title(_ metric: String, _ condition: String) -> String {
        var name = ""
        if plan.metrics.count > 1 {
            name = metric == "q_rmse" ? "Q error" : metric == "greedy_return" ? "Return" : metric
        }
        return [place, name, FigureBuilder.words(condition)].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func words(_ condition: String) -> String {
        if condition == "feature_scale=none" { return "original features" }
        if condition.hasPrefix("feature_scale=") {
            return "scaled features " + condition.dropFirst("feature_scale=".count)
        }
        if condition.hasPrefix("plant=") { return "plant " + condition.dropFirst("plant=".count) }
        return condition
    }

    private func series(
        _ group: ResultGroup, _ metric: String, _ scale: Axis.Scale, _ style: SeriesStyle
    ) -> [Series] {
        let shown = group.selection.chosen ?? 0
        return group.rows.indices.filter { $0 == shown || plan.hasOtherRates }.map { place in
            Series(
                group.rows[place], metric: metric, phases: phases(metric), unitsPerPhase: plan.unitsPerPhase,
                scale: scale, style: style, isThin: place != shown)
        }
    }

    private func phases(_ metric: String) -> [Int] {
        let milestones = run.results.groups.flatMap { $0.rows.flatMap { $0.histories.flatMap(\.milestones) } }
        let phases = Set(milestones.filter { $0.value(of: metric) != nil }.map(\.phase)).sorted()
        return plan.hasStart ? phases : phases.filter { $0 > 0 }
    }

    private func legend(_ group: ResultGroup, _ style: SeriesStyle) -> LegendEntry {
        let row = group.chosen ?? group.rows[0]
        var text = "\(row.label), rate \(NumberText.short(row.learningRate))"
        if group.chosen == nil { text += " (none chosen)" }
        let tally = row.tally
        if tally.diverged > 0 { text += "; \(tally.diverged) of \(tally.seeds) runs diverged" }
        if tally.failed > 0 { text += "; \(tally.failed) failed" }
        if tally.finished < tally.seeds { text += "; \(tally.finished) of \(tally.seeds) finished" }
        return LegendEntry(style: style, text: text)
    }
}
