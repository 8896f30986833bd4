/// Makes the figure of one run: a panel for each metric and each condition (plant, scaling …) under which the methods
/// are compared.
struct FigureBuilder {
    let run: ReportRun

    private var plan: FigurePlan { FigurePlan(run.sweep) }

    var figure: Figure {
        let panels = plan.metrics.flatMap { metric in conditions.map { panel(metric, $0) } }
        return Figure(
            name: run.name, title: "\(plan.subject): \(run.sweep.name)", panels: panels,
            caption: caption(panels), command: run.command)
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

    private var styles: [String: SeriesStyle] {
        var styles: [String: SeriesStyle] = [:]
        for group in run.results.groups where styles[group.rows[0].label] == nil {
            styles[group.rows[0].label] = SeriesStyle(styles.count)
        }
        return styles
    }

    private func panel(_ metric: String, _ condition: String) -> Panel {
        let groups = run.results.groups.filter { FigureBuilder.condition($0) == condition }
        let styles = styles
        let scale = FigurePlan.scale(metric)
        return Panel(
            title: title(metric, condition), xTitle: plan.xTitle, yTitle: FigurePlan.title(metric),
            scale: scale,
            series: groups.flatMap { series($0, metric, scale, styles[$0.rows[0].label]!) },
            legend: groups.map { legend($0, styles[$0.rows[0].label]!) })
    }

    private func title(_ metric: String, _ condition: String) -> String {
        let place = FigureBuilder.words(condition)
        if plan.metrics.count == 1 { return place }
        let name = metric == "q_rmse" ? "Q error" : metric == "greedy_return" ? "Return" : metric
        return place.isEmpty ? name : "\(name), \(place)"
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

    private func caption(_ panels: [Panel]) -> String {
        let scales = Set(plan.metrics.map(FigurePlan.scale))
        var lines = ["Over \(run.seedsText), each method at its chosen rate."]
        if scales.contains(.linear) {
            let place = scales.count > 1 ? "Linear axes: line" : "Line"
            lines[0] += " \(place) and band: mean ± standard deviation over the seeds that have not diverged."
        }
        if scales.contains(.logarithmic) {
            let place = scales.count > 1 ? "Logarithmic axes: line" : "Line"
            lines[0] +=
                " \(place) and band: geometric mean, times and divided by the geometric standard deviation, over "
                + "the seeds that have not diverged."
        }
        if plan.hasOtherRates && run.results.groups.contains(where: { $0.rows.count > 1 }) {
            lines[0] += " Thin: the other rates of the grid (\(otherRates))."
        }
        lines[0] += " Bands stay within the range of the seeds."
        lines += signs(panels)
        return lines.joined(separator: "\n")
    }

    private var otherRates: String {
        var texts: [String] = []
        for group in run.results.groups {
            let rates = group.rows.map { NumberText.short($0.learningRate) }.joined(separator: ", ")
            let text = "\(group.rows[0].label): \(rates)"
            if !texts.contains(text) { texts.append(text) }
        }
        return texts.joined(separator: "; ")
    }

    private func signs(_ panels: [Panel]) -> [String] {
        let kinds = Set(panels.flatMap { $0.series.flatMap { $0.marks.map(\.kind) } })
        let signs: [(SeriesMark.Kind, String)] = [(.diverged, "×"), (.converged, "|"), (.leaves, "↑")]
        let used = signs.filter { kinds.contains($0.0) }.map { "\($0.1) \(SeriesMark.meaning($0.0))" }
        return used.isEmpty ? [] : ["Signs on curves: " + used.joined(separator: "; ") + "."]
    }
}
