/// How a method looks: colours of Okabe and Ito, which the colour-blind can tell apart, and, for print in grey, a dash
/// pattern and a marker of its own.
struct SeriesStyle: Equatable {
    enum Marker: CaseIterable { case circle, square, triangle, diamond, ring }

    let colour: String
    let dash: String
    let marker: Marker
    /// Where the first marker stands, so that those of equal curves do not cover each other.
    let place: Int

    private static let colours = [
        "#0072B2", "#D55E00", "#009E73", "#000000", "#CC79A7", "#E69F00", "#56B4E9",
    ]
    private static let dashes = ["none", "9 5", "2 4", "12 4 2 4", "5 3"]

    /// The style of the method with this place among those of the sweep.
    init(_ place: Int) {
        colour = SeriesStyle.colours[place % SeriesStyle.colours.count]
        dash = SeriesStyle.dashes[place % SeriesStyle.dashes.count]
        marker = Marker.allCases[place % Marker.allCases.count]
        self.place = place
    }
}
