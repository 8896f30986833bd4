package import Core

/// How NumPy arrays become a data set.
package struct ArrayRequest: Hashable, Sendable {
    /// A .npz file, or a .npy file with the inputs.
    package var file: String
    /// Of a .npz file the name of its array of targets (nil: y), else the .npy file with them.
    package var target: String?
    /// Shares of the rows; what is left is for the test.
    package var training: Double
    package var validation: Double
    package var seed: UInt64
    package var isStandardised: Bool
    package var targetScale: DatasetRequest.TargetScale
    package var loss: Loss
    package var precision: Precision

    package init(
        file: String, target: String? = nil, training: Double = 0.8, validation: Double = 0.1,
        seed: UInt64 = 0, isStandardised: Bool = true,
        targetScale: DatasetRequest.TargetScale = .standardDeviation, loss: Loss = .squared,
        precision: Precision = .float32
    ) {
        self.file = file
        self.target = target
        self.training = training
        self.validation = validation
        self.seed = seed
        self.isStandardised = isStandardised
        self.targetScale = targetScale
        self.loss = loss
        self.precision = precision
    }
}
