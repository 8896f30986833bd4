package import Core
internal import Foundation

/// How rows of a table become inputs of a model, and its outputs predictions: fitted on the training rows, stored with
/// the model.
package struct Preprocessing: Codable, Equatable, Sendable {
    package struct Input: Codable, Equatable, Sendable {
        package var name: String
        /// The column of the table.
        package var column: String
        /// Of a categorical column: the level for which this input is 1.
        package var level: String?
        /// What is subtracted, and what divides then.
        package var mean: Double
        package var scale: Double
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

    init(request: DatasetRequest, inputs: [InputColumn], target: TargetColumn) {
        self.inputs = inputs.map { input in
            Input(
                name: input.feature.name, column: input.source, level: input.level, mean: input.feature.mean,
                scale: input.feature.scale)
        }
        levels = [:]
        for input in inputs where input.level != nil { levels[input.source] = input.levels }
        self.target = request.target
        targetScale = target.scale
        loss = request.loss
        classes = target.classes
    }

    /// As it stands in a model file; the same text in every process.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("names and finite numbers can always be encoded")
        }
        return String(decoding: data, as: UTF8.self)
    }

    package init(json: String) throws {
        self = try JSONDecoder().decode(Preprocessing.self, from: Data(json.utf8))
    }
}
