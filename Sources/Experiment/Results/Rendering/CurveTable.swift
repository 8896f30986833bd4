/// A curve for a person: one line a phase.
enum CurveTable {
    static func text(_ curve: Curve) -> String {
        let mark = curve.isChosen ? " *" : ""
        let heading = "\(curve.group), rate \(NumberText.short(curve.learningRate))\(mark): \(curve.metric)\n"
        var table = TextTable(titles: ["phase", "runs", "carried on", "diverged", "median", "mean ± std"])
        for point in curve.points {
            table.add([
                String(point.phase), String(point.statistics?.count ?? 0), String(point.carried),
                String(point.diverged), NumberText.rounded(point.statistics?.median),
                NumberText.meanAndDeviation(point.statistics),
            ])
        }
        return heading + table.text
    }
}
