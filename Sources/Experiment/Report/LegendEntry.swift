/// A line of a legend: how a method looks, and what is said of it.
struct LegendEntry {
    let style: SeriesStyle
    let text: String
}
