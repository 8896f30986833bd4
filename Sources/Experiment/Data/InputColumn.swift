internal import Core

/// One column of X, ready.
struct InputColumn {
    let input: TablePreprocessing.Input
    /// All levels of the column that it comes from, if that is categorical.
    let levels: [String]
    let values: [Double]
    let isConstant: Bool

    /// A numeric column gives itself, a categorical one a 0/1 column a level.
    static func columns(
        _ column: FeatureColumn, name: String, parts: [SplitPart], isStandardised: Bool
    ) -> [InputColumn] {
        switch column {
        case .numeric(let values):
            let plain = TablePreprocessing.Input(name: name, column: name, mean: 0, scale: 1)
            return [InputColumn(plain, values, parts, isStandardised: isStandardised)]
        case .categorical(let levels, let codes):
            return levels.enumerated().map { code, level in
                let values = codes.map { $0 == code ? 1.0 : 0.0 }
                let plain = TablePreprocessing.Input(
                    name: "\(name)=\(level)", column: name, level: level, mean: 0, scale: 1)
                return InputColumn(plain, values, parts, isStandardised: false, levels: levels)
            }
        }
    }

    private init(
        _ plain: TablePreprocessing.Input, _ values: [Double], _ parts: [SplitPart], isStandardised: Bool,
        levels: [String] = []
    ) {
        self.levels = levels
        let moments = TrainingMoments(values, parts)
        isConstant = moments.isConstant
        var input = plain
        guard isStandardised, moments.deviation > 0 else {
            self.input = input
            self.values = values
            return
        }
        input.mean = moments.mean
        input.scale = moments.deviation
        self.input = input
        self.values = values.map { ($0 - moments.mean) / moments.deviation }
    }
}
