/// How a picture of another shape is brought to the size of a model's input.
package enum PictureFit: String, Codable, Sendable, CaseIterable {
    /// The whole picture, each side to its own scale.
    case squeeze
    /// The largest middle part that has the right shape.
    case crop
}
