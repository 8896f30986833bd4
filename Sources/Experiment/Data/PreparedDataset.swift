package import Core

/// A data set as it is served: the bytes of one safetensors file (X, y, split) and what is known of it.
package struct PreparedDataset {
    /// One input of the model.
    package struct Feature: Sendable, Equatable {
        /// The column, or "column=level" for one level of a categorical column.
        package var name: String
        /// What was subtracted, and what divided: 0 and 1 where nothing was.
        package var mean: Double
        package var scale: Double

        package init(name: String, mean: Double, scale: Double) {
            self.name = name
            self.mean = mean
            self.scale = scale
        }
    }

    package var bytes: Payload
    /// SHA-256 (hex) of `bytes`: its name on the wire.
    package var digest: String
    package var features: [Feature]
    /// The same for new rows: what a model that learns from this data carries along.
    package var preprocessing: Preprocessing
    /// The constant by which targets were divided.
    package var targetScale: Double
    package var trainingRows: Int
    package var validationRows: Int
    package var testRows: Int
    package var warnings: [InputWarning]
}
