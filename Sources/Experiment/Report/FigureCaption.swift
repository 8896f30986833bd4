/// What the lines, bands and signs of a figure are, in words: a line each, to be wrapped.
struct FigureCaption {
    let runs: [ReportRun]
    let panels: [Panel]

    private var plans: [FigurePlan] { runs.map { FigurePlan($0.sweep) } }

    var text: String {
        let sentences = [seeds, bands, rates, "Bands stay within the range of the seeds."]
        let lines = [sentences.filter { !$0.isEmpty }.joined(separator: " "), signs]
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var seeds: String {
        let texts = runs.map(\.seedsText)
        let isCommon = Set(texts).count == 1
        let all =
            isCommon ? texts[0] : zip(texts, runs).map { "\($0) (\($1.sweep.name))" }.joined(separator: ", ")
        return "Over \(all), each method at its chosen rate."
    }

    private var bands: String {
        let scales = Set(plans.flatMap(\.metrics).map(FigurePlan.scale))
        func place(_ axes: String) -> String { scales.count > 1 ? "\(axes) axes: line" : "Line" }
        var sentences: [String] = []
        if scales.contains(.linear) {
            sentences.append(
                place("Linear")
                    + " and band: mean ± standard deviation over the seeds that have not diverged.")
        }
        if scales.contains(.logarithmic) {
            sentences.append(
                place("Logarithmic")
                    + " and band: geometric mean, times and divided by the geometric standard deviation, over the "
                    + "seeds that have not diverged.")
        }
        return sentences.joined(separator: " ")
    }

    /// What the thin curves are. Of a run alone all rates are named: not all find room at their curves.
    private var rates: String {
        let hasOthers = zip(runs, plans).contains { run, plan in
            plan.hasOtherRates && run.results.groups.contains { $0.rows.count > 1 }
        }
        guard hasOthers else { return "" }
        if runs.count > 1 {
            return "Thin: the other rates of each grid, with the rate at the curve's end where there is room."
        }
        return "Thin: the other rates of the grid (\(FigureCaption.grid(runs[0])))."
    }

    private static func grid(_ run: ReportRun) -> String {
        var texts: [String] = []
        for group in run.results.groups {
            let rates = group.rows.map { NumberText.short($0.learningRate) }.joined(separator: ", ")
            let text = "\(group.rows[0].label): \(rates)"
            if !texts.contains(text) { texts.append(text) }
        }
        return texts.joined(separator: "; ")
    }

    private var signs: String {
        let kinds = Set(panels.flatMap { $0.series.flatMap { $0.marks.map(\.kind) } })
        let signs: [(SeriesMark.Kind, String)] = [(.diverged, "×"), (.converged, "|"), (.leaves, "↑")]
        let used = signs.filter { kinds.contains($0.0) }.map { "\($0.1) \(SeriesMark.meaning($0.0))" }
        return used.isEmpty ? "" : "Signs on curves: " + used.joined(separator: "; ") + "."
    }
}
