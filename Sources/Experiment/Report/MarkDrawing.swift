/// Draws the markers of a method, and the signs on its curve.
struct MarkDrawing {
    let style: SeriesStyle
    let size: Double

    func drawMarker(at place: (x: Double, y: Double), in picture: inout SVGDocument) {
        switch style.marker {
        case .circle, .ring:
            picture.add(
                "circle",
                [
                    "cx": SVGDocument.number(place.x), "cy": SVGDocument.number(place.y),
                    "r": SVGDocument.number(size), "fill": style.marker == .ring ? "#ffffff" : style.colour,
                    "stroke": style.colour, "stroke-width": "2",
                ])
        case .square: polygon([(-1, -1), (1, -1), (1, 1), (-1, 1)], at: place, in: &picture)
        case .triangle: polygon([(0, -1.2), (1.15, 0.9), (-1.15, 0.9)], at: place, in: &picture)
        case .diamond: polygon([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)], at: place, in: &picture)
        }
    }

    /// Diverged: a cross. Converged: a bar across the end. Leaves the picture: an arrow up.
    func draw(_ kind: SeriesMark.Kind, at place: (x: Double, y: Double), in picture: inout SVGDocument) {
        switch kind {
        case .diverged:
            stroke([[(-1, -1), (1, 1)], [(-1, 1), (1, -1)]], at: place, in: &picture)
        case .converged: stroke([[(0, -1.6), (0, 1.6)]], at: place, in: &picture)
        case .leaves:
            stroke([[(0, 2.4), (0, 0)], [(-0.9, 1.1), (0, 0), (0.9, 1.1)]], at: place, in: &picture)
        }
    }

    private func polygon(
        _ corners: [(Double, Double)], at place: (x: Double, y: Double), in picture: inout SVGDocument
    ) {
        picture.add("polygon", ["points": points(corners, place), "fill": style.colour])
    }

    /// On white, so that it can be seen on its own curve.
    private func stroke(
        _ lines: [[(Double, Double)]], at place: (x: Double, y: Double), in picture: inout SVGDocument
    ) {
        for (colour, width) in [("#ffffff", size / 2.5 + 3), (style.colour, size / 2.5)] {
            for line in lines {
                picture.add(
                    "polyline",
                    [
                        "points": points(line, place), "fill": "none", "stroke": colour,
                        "stroke-width": SVGDocument.number(width),
                    ])
            }
        }
    }

    private func points(_ corners: [(Double, Double)], _ place: (x: Double, y: Double)) -> String {
        corners.map {
            "\(SVGDocument.number(place.x + size * $0.0)),\(SVGDocument.number(place.y + size * $0.1))"
        }.joined(separator: " ")
    }
}
