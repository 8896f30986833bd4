/// How a folder of pictures becomes a data set: one folder a class, perhaps below folders train, validation and
/// test.
package struct PictureRequest: Hashable, Sendable {
    package var folder: String
    /// 3 (red, green, blue) or 1 (grey).
    package var channels: Int
    package var height: Int
    package var width: Int
    package var fit: PictureFit
    /// Shares of the pictures; what is left is for the test. Parts that have a folder of their own take none.
    package var training: Double
    package var validation: Double
    package var seed: UInt64

    package init(
        folder: String, channels: Int = 3, height: Int = 64, width: Int = 64, fit: PictureFit = .squeeze,
        training: Double = 0.8, validation: Double = 0.1, seed: UInt64 = 0
    ) {
        self.folder = folder
        self.channels = channels
        self.height = height
        self.width = width
        self.fit = fit
        self.training = training
        self.validation = validation
        self.seed = seed
    }
}
