/// Some panels with a caption: one SVG file.
struct Figure {
    /// The name of the file without its ending.
    let name: String
    let title: String
    let panels: [Panel]
    /// What the lines and bands are.
    let caption: String
    /// The commands that made the numbers.
    let commands: [String]

    private static let columns = 2
    private static let headHeight = 44.0
    private static let lineHeight = 20.0

    var svg: String {
        let rows = stride(from: 0, to: panels.count, by: Figure.columns).map {
            Array(panels[$0..<min($0 + Figure.columns, panels.count)])
        }
        let width = PanelDrawing.width * Double(min(Figure.columns, max(1, panels.count)))
        let heights = rows.map { row in row.map(PanelDrawing.height).max() ?? 0 }
        let foot = footLines(width: width)
        let footHeight = Figure.lineHeight * Double(foot.count) + 16
        let height = Figure.headHeight + heights.reduce(0, +) + footHeight
        var picture = SVGDocument(width: width, height: height, title: title, summary: caption)
        picture.text(
            title, x: width / 2, y: 30, size: min(20, width / (0.66 * Double(title.count))),
            anchor: "middle", isBold: true)
        var top = Figure.headHeight
        for (row, rowHeight) in zip(rows, heights) {
            for (place, panel) in row.enumerated() {
                PanelDrawing(panel: panel, origin: (PanelDrawing.width * Double(place), top))
                    .draw(in: &picture)
            }
            top += rowHeight
        }
        draw(foot, from: top + 14, in: &picture)
        return picture.text
    }

    private func draw(_ lines: [String], from top: Double, in picture: inout SVGDocument) {
        for (place, line) in lines.enumerated() {
            picture.text(
                line, x: 20, y: top + Figure.lineHeight * Double(place), size: 13, colour: "#444444")
        }
    }

    private func footLines(width: Double) -> [String] {
        let letters = Int((width - 40) / (13 * 0.58))
        return (caption.split(separator: "\n").map(String.init) + commands.map { "Made by: " + $0 })
            .flatMap { TextTable.pieces(of: $0, width: letters) }
    }
}
