internal import Core

/// One column of X, ready.
struct InputColumn {
    let feature: PreparedDataset.Feature
    /// The column of the table that it comes from.
    let source: String
    /// All levels of that column, if it is categorical, and the one that is 1 here.
    let levels: [String]
    let level: String?
    let values: [Double]
    let isConstant: Bool

    /// A numeric column gives itself, a categorical one a 0/1 column a level.
    static func columns(
        _ column: FeatureColumn, name: String, parts: [SplitPart], isStandardised: Bool
    ) -> [InputColumn] {
        switch column {
        case .numeric(let values):
            return [InputColumn(name, values, parts, isStandardised: isStandardised, source: name)]
        case .categorical(let levels, let codes):
            return levels.enumerated().map { code, level in
                let values = codes.map { $0 == code ? 1.0 : 0.0 }
                return InputColumn(
                    "\(name)=\(level)", values, parts, isStandardised: false, source: name, levels: levels,
                    level: level)
            }
        }
    }

    private init(
        _ name: String, _ values: [Double], _ parts: [SplitPart], isStandardised: Bool, source: String,
        levels: [String] = [], level: String? = nil
    ) {
        self.source = source
        self.levels = levels
        self.level = level
        let moments = TrainingMoments(values, parts)
        isConstant = moments.isConstant
        guard isStandardised, moments.deviation > 0 else {
            feature = PreparedDataset.Feature(name: name, mean: 0, scale: 1)
            self.values = values
            return
        }
        feature = PreparedDataset.Feature(name: name, mean: moments.mean, scale: moments.deviation)
        self.values = values.map { ($0 - moments.mean) / moments.deviation }
    }
}
