/// Draws a panel with its upper left corner at a place of a picture.
struct PanelDrawing {
    static let width = 580.0
    private static let left = 84.0
    private static let rateSize = 12.0
    private static let plotHeight = 300.0
    private static let legendTop = 66.0
    private static let legendLine = 23.0
    private static let grey = "#555555"

    let panel: Panel
    let origin: (x: Double, y: Double)

    static func height(_ panel: Panel) -> Double {
        top(panel) + plotHeight + legendTop + legendLine * Double(panel.legend.count) + 12
    }

    private static func top(_ panel: Panel) -> Double { panel.title.isEmpty ? 14 : 40 }

    /// The rates of thin curves stand there.
    private var right: Double { panel.series.contains(where: \.isThin) ? 62 : 26 }

    private var plotLeft: Double { origin.x + PanelDrawing.left }
    private var plotTop: Double { origin.y + PanelDrawing.top(panel) }
    private var plotBottom: Double { plotTop + PanelDrawing.plotHeight }
    private var plotWidth: Double { PanelDrawing.width - PanelDrawing.left - right }
    private var plotRight: Double { plotLeft + plotWidth }

    private func x(_ value: Double) -> Double { plotLeft + plotWidth * panel.xAxis.clampedFraction(value) }

    private func y(_ value: Double) -> Double {
        plotBottom - PanelDrawing.plotHeight * panel.yAxis.clampedFraction(value)
    }

    func draw(in picture: inout SVGDocument) {
        if !panel.title.isEmpty { drawTitle(&picture) }
        drawAxes(&picture)
        for series in panel.series where !series.isThin { drawBand(series, &picture) }
        for series in panel.series { drawCurve(series, &picture) }
        drawRates(&picture)
        drawLegend(&picture)
        guard panel.isEmpty else { return }
        picture.text(
            "no run has given a value to draw", x: (plotLeft + plotRight) / 2, y: (plotTop + plotBottom) / 2,
            size: 16, anchor: "middle", colour: PanelDrawing.grey)
    }

    private func drawTitle(_ picture: inout SVGDocument) {
        let size = PanelDrawing.fitted(panel.title, width: PanelDrawing.width - 20, size: 17)
        picture.text(
            panel.title, x: origin.x + PanelDrawing.width / 2, y: origin.y + 25, size: size,
            anchor: "middle", isBold: true)
    }

    /// The size at which `text` is at most `width` wide, taking a letter for 0.62 of its size.
    private static func fitted(_ text: String, width: Double, size: Double) -> Double {
        min(size, max(8, width / (0.62 * Double(max(1, text.count)))))
    }

    private func drawAxes(_ picture: inout SVGDocument) {
        for tick in panel.xAxis.ticks {
            let place = x(tick.value)
            picture.line((place, plotTop), (place, plotBottom), colour: "#EEEEEE")
            picture.text(tick.label, x: place, y: plotBottom + 20, size: 14, anchor: "middle")
        }
        for tick in panel.yAxis.ticks {
            let place = y(tick.value)
            picture.line((plotLeft, place), (plotRight, place), colour: "#E2E2E2")
            picture.text(
                tick.label, x: plotLeft - 8, y: place + 5, size: 14, anchor: "end", exponent: tick.exponent)
        }
        picture.line((plotLeft, plotTop), (plotLeft, plotBottom), colour: PanelDrawing.grey)
        picture.line((plotLeft, plotBottom), (plotRight, plotBottom), colour: PanelDrawing.grey)
        picture.text(
            panel.xTitle, x: (plotLeft + plotRight) / 2, y: plotBottom + 44, size: 15, anchor: "middle")
        picture.text(
            panel.yTitle, x: origin.x + 20, y: (plotTop + plotBottom) / 2, size: 15, anchor: "middle",
            rotation: -90)
    }

    private func drawBand(_ series: Series, _ picture: inout SVGDocument) {
        guard series.points.contains(where: { $0.low < $0.high }) else { return }
        let corners = series.points.map { ($0.x, $0.high) } + series.points.reversed().map { ($0.x, $0.low) }
        picture.add(
            "polygon",
            [
                "points": path(corners), "fill": series.style.colour, "fill-opacity": "0.16",
                "stroke": "none",
            ])
    }

    private func drawCurve(_ series: Series, _ picture: inout SVGDocument) {
        if series.points.count > 1 {
            picture.add(
                "polyline",
                [
                    "points": path(series.points.map { ($0.x, $0.middle) }), "fill": "none",
                    "stroke": series.style.colour, "stroke-width": series.isThin ? "1" : "2.6",
                    "stroke-dasharray": series.style.dash, "stroke-opacity": series.isThin ? "0.6" : "1",
                    "stroke-linejoin": "round",
                ])
        }
        if !series.isThin { drawMarkers(series, &picture) }
        for mark in series.marks {
            MarkDrawing(style: series.style, size: series.isThin ? 4 : 7)
                .draw(mark.kind, at: (x(mark.x), y(mark.y)), in: &picture)
        }
    }

    /// Each thin curve's rate, beside its end, where there is room.
    private func drawRates(_ picture: inout SVGDocument) {
        var taken: [(x: Double, y: Double)] = []
        for series in panel.series where series.isThin {
            guard let last = series.points.last else { continue }
            let end = (x: x(last.x) + 9, y: y(last.middle))
            let places = [0.0, -11, 11].map { (x: end.x, y: end.y + $0) }
            guard let place = places.first(where: { isFree($0, besides: taken) }) else { continue }
            taken.append(place)
            picture.text(
                NumberText.short(series.learningRate), x: place.x, y: place.y + 4,
                size: PanelDrawing.rateSize, colour: series.style.colour)
        }
    }

    /// Whether a rate written right of `place` covers neither another one nor a curve.
    private func isFree(_ place: (x: Double, y: Double), besides taken: [(x: Double, y: Double)]) -> Bool {
        let (width, height) = (48.0, PanelDrawing.rateSize)
        func covers(_ point: (x: Double, y: Double)) -> Bool {
            point.x > place.x && point.x < place.x + width && abs(point.y - place.y) < height / 2 + 2
        }
        guard taken.allSatisfy({ abs($0.x - place.x) > width || abs($0.y - place.y) >= height - 1 }) else {
            return false
        }
        return panel.series.allSatisfy { series in
            let signs = series.marks.map { (x: x($0.x), y: y($0.y)) }
            let isSignFree = signs.allSatisfy { sign in
                [-PanelDrawing.rateSize, 0, PanelDrawing.rateSize].allSatisfy {
                    !covers((sign.x, sign.y + $0))
                }
            }
            guard isSignFree else { return false }
            let points = series.points.map { (x: x($0.x), y: y($0.middle)) }
            return zip(points, points.dropFirst()).allSatisfy { start, end in
                stride(from: 0.0, through: 1, by: 1 / 16).allSatisfy { part in
                    !covers((start.x + part * (end.x - start.x), start.y + part * (end.y - start.y)))
                }
            }
        }
    }

    /// Some eight a curve, those of different methods at different places.
    private func drawMarkers(_ series: Series, _ picture: inout SVGDocument) {
        let drawing = MarkDrawing(style: series.style, size: 5)
        let points = series.points.filter { (0..<1).contains(panel.yAxis.fraction($0.middle)) }
        let every = max(1, (panel.series.map(\.points.count).max() ?? 0) / 8)
        let first = points.count == 1 ? 0 : series.style.place * max(1, every / 3) % every
        for place in stride(from: first, to: points.count, by: every) {
            drawing.drawMarker(at: (x(points[place].x), y(points[place].middle)), in: &picture)
        }
    }

    private func path(_ places: [(Double, Double)]) -> String {
        places.map { "\(SVGDocument.number(x($0.0))),\(SVGDocument.number(y($0.1)))" }
            .joined(separator: " ")
    }

    private func drawLegend(_ picture: inout SVGDocument) {
        for (place, entry) in panel.legend.enumerated() {
            let middle = plotBottom + PanelDrawing.legendTop + PanelDrawing.legendLine * Double(place)
            picture.add(
                "line",
                [
                    "x1": SVGDocument.number(plotLeft), "y1": SVGDocument.number(middle),
                    "x2": SVGDocument.number(plotLeft + 52), "y2": SVGDocument.number(middle),
                    "stroke": entry.style.colour, "stroke-width": "2.6", "stroke-dasharray": entry.style.dash,
                ])
            MarkDrawing(style: entry.style, size: 5).drawMarker(at: (plotLeft + 26, middle), in: &picture)
            let size = PanelDrawing.fitted(entry.text, width: plotWidth - 62, size: 14.5)
            picture.text(entry.text, x: plotLeft + 62, y: middle + 5, size: size)
        }
    }
}
