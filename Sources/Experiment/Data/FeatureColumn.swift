/// One CSV column as the model sees it: a number a row, or one of a few levels.
enum FeatureColumn {
    case numeric([Double])
    /// Levels in sorted order, and the level of each row.
    case categorical(levels: [String], codes: [Int32])
}
