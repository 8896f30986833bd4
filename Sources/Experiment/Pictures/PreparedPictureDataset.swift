package import Core

/// A data set of pictures as it is served: the bytes of one safetensors file (pictures, channel_mean, channel_scale,
/// y, split) and what is known of it.
package struct PreparedPictureDataset {
    /// A file that is no picture, and why.
    package struct Skipped: Equatable, Sendable {
        package let file: String
        package let reason: String
    }

    package let bytes: Payload
    /// SHA-256 (hex) of `bytes`.
    package let digest: String
    package let preprocessing: PicturePreprocessing
    package let rows: Int
    package let trainingRows: Int
    package let validationRows: Int
    package let testRows: Int
    /// In the order of the files.
    package let skipped: [Skipped]
    /// Lines for stderr: the first files that were skipped, how many there are, classes that were left out.
    package let warnings: [String]
}
