/// An SVG picture, written element by element. Equal calls give equal bytes.
struct SVGDocument {
    private let width: Double
    private let height: Double
    private let title: String
    private let summary: String
    private var lines: [String] = []

    /// `title` and `summary` are what is read aloud in place of the picture.
    init(width: Double, height: Double, title: String, summary: String) {
        self.width = width
        self.height = height
        self.title = title
        self.summary = summary
    }

    mutating func add(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        lines.append("<\(name)\(SVGDocument.written(attributes))/>")
    }

    mutating func text(
        _ content: String, x: Double, y: Double, size: Double, anchor: String = "start",
        rotation: Double? = nil, isBold: Bool = false, colour: String = "#222222", exponent: String? = nil
    ) {
        let weight = isBold ? " font-weight=\"bold\"" : ""
        let turn = rotation.map {
            " transform=\"rotate(\(SVGDocument.number($0)) \(SVGDocument.number(x)) \(SVGDocument.number(y)))\""
        }
        let raised = exponent.map {
            "<tspan dy=\"-6\" font-size=\"\(SVGDocument.number(size * 0.75))\">\(XMLText.escaped($0))</tspan>"
        }
        let attributes = SVGDocument.written([
            "x": SVGDocument.number(x), "y": SVGDocument.number(y), "font-size": SVGDocument.number(size),
            "text-anchor": anchor, "fill": colour,
        ])
        lines.append(
            "<text\(attributes)\(weight)\(turn ?? "")>\(XMLText.escaped(content))\(raised ?? "")</text>")
    }

    mutating func line(
        _ start: (x: Double, y: Double), _ end: (x: Double, y: Double), colour: String, width: Double = 1
    ) {
        add(
            "line",
            [
                "x1": SVGDocument.number(start.x), "y1": SVGDocument.number(start.y),
                "x2": SVGDocument.number(end.x), "y2": SVGDocument.number(end.y), "stroke": colour,
                "stroke-width": SVGDocument.number(width),
            ])
    }

    var text: String {
        let size = "\(SVGDocument.number(width)) \(SVGDocument.number(height))"
        let opening = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(SVGDocument.number(width))" \
            height="\(SVGDocument.number(height))" role="img" \
            font-family="DejaVu Sans, Verdana, Helvetica, Arial, sans-serif">
            <title>\(XMLText.escaped(title))</title>
            <desc>\(XMLText.escaped(summary))</desc>
            <rect width="100%" height="100%" fill="#ffffff"/>

            """
        return opening + lines.joined(separator: "\n") + "\n</svg>\n"
    }

    /// To a hundredth of a pixel.
    static func number(_ value: Double) -> String {
        precondition(value.isFinite, "a picture has finite places")
        return NumberText.short((value * 100).rounded() / 100 + 0)
    }

    private static func written(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0.key)=\"\(XMLText.escaped($0.value))\"" }.joined()
    }
}
