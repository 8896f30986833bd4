/// One pair of axes with its curves and the legend below.
struct Panel {
    let title: String
    let xTitle: String
    let yTitle: String
    let xAxis: Axis
    let yAxis: Axis
    /// Thin ones first: those of the chosen rates lie above.
    let series: [Series]
    let legend: [LegendEntry]

    /// The curves are cut where they leave the axes that the chosen ones need.
    init(
        title: String, xTitle: String, yTitle: String, scale: Axis.Scale, series: [Series],
        legend: [LegendEntry]
    ) {
        self.title = title
        self.xTitle = xTitle
        self.yTitle = yTitle
        let places = series.flatMap { $0.points.map(\.x) }
        xAxis = Axis.linear((places.min() ?? 0)...(places.max() ?? 1), isWhole: true)
        let axis = Panel.yAxis(series, scale)
        yAxis = axis
        self.series = (series.filter(\.isThin) + series.filter { !$0.isThin }).map { $0.cut(by: axis) }
        self.legend = legend
    }

    var isEmpty: Bool { series.allSatisfy { $0.points.isEmpty && $0.marks.isEmpty } }

    /// From the lowest to the highest end of the bands of the chosen rates. A curve that blows up must not flatten
    /// the others: those that lose all runs count only if there is no other, and none counts far above its start.
    private static func yAxis(_ series: [Series], _ scale: Axis.Scale) -> Axis {
        let isLogarithmic = scale == .logarithmic
        let drawn = series.filter { !$0.isThin && !$0.points.isEmpty }
        let kept = drawn.filter { !$0.isLost }
        let curves = kept.isEmpty ? drawn : kept
        guard let start = curves.compactMap({ $0.points.first?.middle }).max() else {
            return isLogarithmic ? .logarithmic(0.1...1) : .linear(0...1)
        }
        let limit = isLogarithmic ? start * (kept.isEmpty ? 10 : 1_000) : start + abs(start) + 1
        let points = curves.flatMap(\.points)
        let low = points.map(\.low).min() ?? start
        let high = max(low, min(limit, points.map(\.high).max() ?? start))
        return isLogarithmic ? .logarithmic(low...high) : .linear(low...high)
    }
}
