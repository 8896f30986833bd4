/// A text as it stands in a file, with the label that it has there.
struct LabelledText {
    let text: String
    let label: String
    /// From 1.
    let line: Int
}
