package import Core

/// How rows of a table become inputs of a model, and its outputs predictions.
package struct TablePreprocessing: Codable, Equatable, Sendable {
    /// One input of the model.
    package struct Input: Codable, Equatable, Sendable {
        /// The column, or "column=level" for one level of a categorical column.
        package var name: String
        /// The column of the table.
        package var column: String
        /// Of a categorical column: the level for which this input is 1.
        package var level: String?
        /// What is subtracted, and what divides then: 0 and 1 where nothing is.
        package var mean: Double
        package var scale: Double

        package init(name: String, column: String, level: String? = nil, mean: Double, scale: Double) {
            self.name = name
            self.column = column
            self.level = level
            self.mean = mean
            self.scale = scale
        }
    }

    /// In the order of the model's inputs.
    package var inputs: [Input]
    /// Every level that the table had, by categorical column: others are unknown to the model.
    package var levels: [String: [String]]
    package var target: String
    /// The constant by which targets were divided.
    package var targetScale: Double
    package var loss: Loss
    /// What 0 and 1 stand for; empty for a regression.
    package var classes: [String]
    /// The byte between two cells of the table.
    package var delimiter: UInt8

    init(request: DatasetRequest, inputs: [InputColumn], target: TargetColumn) {
        self.inputs = inputs.map(\.input)
        levels = [:]
        for column in inputs where column.input.level != nil { levels[column.input.column] = column.levels }
        self.target = request.target
        targetScale = target.scale
        loss = request.loss
        classes = target.classes
        delimiter = request.delimiter
    }
}
