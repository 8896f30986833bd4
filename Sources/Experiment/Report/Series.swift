/// A curve to be drawn.
struct Series {
    let style: SeriesStyle
    /// A learning rate that was not chosen: a thin line without a band.
    let isThin: Bool
    let learningRate: Double
    var points: [SeriesPoint] = []
    var marks: [SeriesMark] = []
    /// No run is left at the end.
    private(set) var isLost = false

    /// The metric of `row` over `phases`, until all of its runs have diverged or converged.
    init(
        _ row: ResultRow, metric: String, phases: [Int], unitsPerPhase: Int, scale: Axis.Scale,
        style: SeriesStyle, isThin: Bool
    ) {
        self.style = style
        self.isThin = isThin
        learningRate = row.learningRate
        var hasLost = false
        for phase in phases {
            let states = row.histories.map { $0.point(of: metric, phase: phase) }
            let runs = SeriesPhase(states)
            if !hasLost && runs.diverged > 0 {
                hasLost = true
                mark(.diverged)
            }
            if let end = runs.end, !points.isEmpty || end == .diverged {
                isLost = end == .diverged
                mark(end)
                return
            }
            let x = Double(phase * unitsPerPhase)
            guard let point = SeriesPoint(x: x, values: runs.values, scale: scale) else { continue }
            points.append(point)
        }
    }

    /// At the last point, once.
    private mutating func mark(_ kind: SeriesMark.Kind) {
        guard let last = points.last else { return }
        let mark = SeriesMark(kind: kind, x: last.x, y: last.middle)
        if !marks.contains(mark) { marks.append(mark) }
    }

    /// As far as it stays below the upper end of `axis`.
    func cut(by axis: Axis) -> Series {
        guard let end = points.firstIndex(where: { axis.fraction($0.middle) > 1 }) else { return self }
        var result = self
        result.points = Array(points[..<end])
        var last = points[end].x
        if end > 0 {
            let (before, after) = (points[end - 1], points[end])
            let (low, high) = (axis.fraction(before.middle), axis.fraction(after.middle))
            last = before.x + (after.x - before.x) * (1 - low) / (high - low)
            let height = axis.upper
            result.points.append(SeriesPoint(x: last, middle: height, low: height, high: height))
        }
        result.marks = marks.filter { $0.x < last && axis.fraction($0.y) <= 1 }
        result.marks.append(SeriesMark(kind: .leaves, x: last, y: axis.upper))
        return result
    }
}
