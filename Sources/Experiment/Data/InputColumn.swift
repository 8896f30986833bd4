internal import Core

/// One column of X, ready.
struct InputColumn {
    let feature: PreparedDataset.Feature
    let values: [Double]
    let isConstant: Bool

    /// A numeric column gives itself, a categorical one a 0/1 column a level.
    static func columns(
        _ column: FeatureColumn, name: String, parts: [SplitPart], isStandardised: Bool
    ) -> [InputColumn] {
        switch column {
        case .numeric(let values):
            return [InputColumn(name, values, parts, isStandardised: isStandardised)]
        case .categorical(let levels, let codes):
            return levels.enumerated().map { code, level in
                let values = codes.map { $0 == code ? 1.0 : 0.0 }
                return InputColumn("\(name)=\(level)", values, parts, isStandardised: false)
            }
        }
    }

    private init(_ name: String, _ values: [Double], _ parts: [SplitPart], isStandardised: Bool) {
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
