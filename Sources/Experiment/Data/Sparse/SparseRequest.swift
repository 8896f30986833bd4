package import Core

/// How a LIBSVM file becomes a data set.
package struct SparseRequest: Hashable, Sendable {
    package var file: String
    /// A file of its own for the test rows; `file` then gives the others.
    package var testFile: String?
    /// Shares of the rows; what is left is for the test. With a test file their ratio counts.
    package var training: Double
    package var validation: Double
    package var seed: UInt64
    /// The lowest index, 0 or 1; nil: 0 if it occurs in `file`, else 1.
    package var indexBase: UInt32?
    package var loss: Loss
    package var targetScale: DatasetRequest.TargetScale
    package var precision: Precision

    package init(
        file: String, testFile: String? = nil, training: Double = 0.8, validation: Double = 0.1,
        seed: UInt64 = 0, indexBase: UInt32? = nil, loss: Loss = .logistic,
        targetScale: DatasetRequest.TargetScale = .none, precision: Precision = .float32
    ) {
        self.file = file
        self.testFile = testFile
        self.training = training
        self.validation = validation
        self.seed = seed
        self.indexBase = indexBase
        self.loss = loss
        self.targetScale = targetScale
        self.precision = precision
    }
}
